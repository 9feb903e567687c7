"""Approaching the offender: through the gate, in the victim's words, once; and what they answer."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from talkingpiece.areas.queries import current_version
from talkingpiece.areas.services import adopt_profile
from talkingpiece.audit.models import Event, Kind
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case, GatePassing
from talkingpiece.cases.services import mark_sensitive, pause_case, record_restriction, resume_case
from talkingpiece.cases.states import Holder
from talkingpiece.consents.services import withdraw_consent
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.engagement.gates import blockers_to_take_part, facts_for_take_part
from talkingpiece.engagement.models import Approach, InformationGiven
from talkingpiece.engagement.profile import Engagement
from talkingpiece.engagement.queries import last_approach, stance_of
from talkingpiece.engagement.services import agree_to_approach, ask_supervisor, decide_exception
from talkingpiece.information_sharing.services import answer_request, ask_agency
from talkingpiece.protection.classes import Side
from talkingpiece.risk.models import RedFlag
from talkingpiece.risk.services import answer_flag, raise_flag
from tests.engagement.conftest import WORDS, no_act, one_act
from tests.engagement.test_visit import moment


def refused(stage, *codes):
    with no_act(), pytest.raises(Blocked) as refusal:
        stage.approach()
    assert refusal.value.verdict.codes == list(codes)


def test_the_offender_is_told_exactly_what_the_victim_agreed_to(stage):
    stage.ready().waits_for(What.APPROACH)
    with one_act("offender.approached"):
        approach = stage.approach()
    assert Approach.objects.get().told == WORDS == approach.consent.wording
    assert (stage.ball.what, stage.ball.holder) == (What.OFFENDER_REPLY, Holder.OFFENDER)
    passing = GatePassing.objects.get(gate="approach_offender")
    assert (passing.subject_id, passing.by) == (stage.responsible.pk, stage.worker)


def test_nothing_at_all_in_place_is_answered_with_everything_at_once(stage):
    refused(
        stage,
        "not_informed",
        "no_wishes",
        "no_risk_view",
        "no_support",
        "liaison_not_consulted",
        "manager_not_asked",
        "legal_unknown",
        "no_consent",
    )


def test_a_consent_taken_back_closes_the_gate_at_once(stage):
    stage.ready()
    consent = stage.consent("Say that I want to ask why.")
    withdraw_consent(consent_id=consent.pk, how="spoken", by=stage.worker, at=stage.now)
    refused(stage, "no_consent")
    stage.consent("Say nothing but my first name.", at=stage.now - timedelta(minutes=5))
    assert stage.approach().told == "Say nothing but my first name."


def test_a_consent_for_one_offender_says_nothing_of_another(stage):
    stage.ready()
    consent = stage.consent()
    withdraw_consent(consent_id=consent.pk, how="spoken", by=stage.worker, at=stage.now)
    other = stage.world.responsible(stage.case, "Dean")
    stage.consent("Only Dean.", target=str(other.pk))
    refused(stage, "no_consent")
    stage.consent("Only Callum.", target=str(stage.responsible.pk))
    assert stage.approach().told == "Only Callum."


@pytest.mark.parametrize("result", ["unknown", "restricted"])
def test_a_check_that_nobody_could_answer_counts_as_no(stage, result):
    stage.ready().check_law(result, days_ago=1)
    refused(stage, "legal_unknown")


def test_a_check_of_long_ago_is_made_again(stage):
    stage.listen()
    stage.consult("offender_manager")
    stage.consult("liaison")
    stage.consent()
    stage.check_law(days_ago=29)
    refused(stage, "legal_stale")
    stage.check_law(days_ago=1)
    assert stage.approach()


def test_an_order_that_forbids_being_told_is_not_lifted_by_a_wish(stage):
    stage.ready()
    order: dict[str, Any] = {
        "kind": "restraining_order",
        "forbids": ["approach", "direct"],
        "starts_on": (stage.now - timedelta(days=90)).date(),
    }
    row = record_restriction(responsible_id=stage.responsible.pk, by=stage.worker, at=stage.now, **order)
    refused(stage, "legal_forbidden")
    row.lifted_on = stage.now.date()
    row.save()
    assert stage.approach()


def test_a_pause_or_an_open_flag_stops_it_until_it_is_over(stage):
    stage.ready()
    pause_case(case_id=stage.case.pk, words="", resume_on=None, by=stage.worker, at=stage.now)
    refused(stage, "paused")
    resume_case(case_id=stage.case.pk, by=stage.worker, at=stage.now)
    flag: dict[str, Any] = {"kind": "coercion", "side": Side.VICTIM, "words": "Her brother pushes."}
    raised = raise_flag(case_id=stage.case.pk, by=stage.worker, at=stage.now, **flag)
    refused(stage, "red_flag")
    answer_flag(flag_id=raised.pk, answer="mitigated", words="Spoke alone.", by=stage.world.supervisor, at=stage.now)
    assert RedFlag.objects.exists()
    assert stage.approach()


def test_an_ended_case_approaches_nobody(stage):
    stage.ready()
    Case.objects.filter(pk=stage.case.pk).update(ended_at=stage.now)
    refused(stage, "case_ended")


def test_a_newer_sheet_of_the_area_counts_for_cases_under_that_profile(stage):
    stage.ready()
    sheets = [sheet.model_dump() for sheet in Engagement().sheets]
    sheets.append(sheets[0] | {"version": 2})
    adopt_profile(area=stage.world.area, differences={"engagement": {"sheets": sheets}}, at=stage.now)
    assert stage.approach()  # an older case keeps its own version
    Approach.objects.all().delete()
    Case.objects.filter(pk=stage.case.pk).update(profile_version=current_version(stage.world.area.pk))
    refused(stage, "not_informed")


def test_a_sensitive_case_needs_the_answer_of_a_second_person(stage):
    stage.ready()
    mark_sensitive(case_id=stage.case.pk, by=stage.worker, at=stage.now)
    refused(stage, "supervisor_not_asked")
    stage.waits_for(What.APPROACH)
    with one_act("supervisor.asked"):
        ask_supervisor(responsible_id=stage.responsible.pk, by=stage.worker, at=stage.now)
    assert (stage.ball.what, stage.ball.user) == (What.AGREE_APPROACH, stage.world.supervisor)
    answered(stage, agreed=False)
    assert stage.ball.user == stage.worker
    refused(stage, "supervisor_against")
    answered(stage, agreed=True)
    assert stage.approach()


def answered(stage, *, agreed, by=None):
    name = "approach.agreed" if agreed else "approach.not_agreed"
    with one_act(name):
        return agree_to_approach(
            responsible_id=stage.responsible.pk,
            agreed=agreed,
            words="Two of us go.",
            by=by or stage.world.supervisor,
            at=stage.now,
        )


def test_nobody_supervises_their_own_work(stage):
    with no_act(), pytest.raises(Blocked) as refusal:
        answered(stage, agreed=True, by=stage.worker)
    assert refusal.value.verdict.codes == ["own_work"]
    assert answered(stage, agreed=True).agreed


def test_an_objection_goes_to_the_supervisor_and_outdates_what_they_said_before(stage):
    stage.ready()
    answered_before = stage.now - timedelta(days=2)
    agree_to_approach(
        responsible_id=stage.responsible.pk,
        agreed=True,
        words="Fine.",
        by=stage.world.supervisor,
        at=answered_before,
    )
    request = ask_agency(
        responsible_id=stage.responsible.pk, questions=["suitable"], message="", by=stage.worker, at=stage.now
    )
    manager = stage.world.offender_manager
    objection: dict[str, Any] = {"view": "object", "answers": {"suitable": "Not now."}, "reason": "He drinks again."}
    answer_request(request_id=request.pk, by=manager, at=stage.now - timedelta(hours=1), **objection)
    refused(stage, "supervisor_not_asked")
    answered(stage, agreed=True)
    assert stage.approach()


def test_a_request_that_waits_keeps_the_gate_shut(stage):
    stage.listen()
    stage.consult("liaison")
    stage.check_law()
    stage.consent()
    ask_agency(responsible_id=stage.responsible.pk, questions=["suitable"], message="", by=stage.worker, at=stage.now)
    refused(stage, "manager_asked")


def test_nobody_is_told_twice_while_they_think_or_before_the_day_they_named(stage):
    stage.approached()
    again_fails(stage)
    stage.reply("not_now", ask_again_on=stage.now.date() + timedelta(days=10))
    again_fails(stage)
    assert stage.approach(at=stage.now + timedelta(days=11), told_at=stage.now + timedelta(days=11))
    stage.reply("yes", at=stage.now + timedelta(days=12))
    again_fails(stage)


def again_fails(stage):
    with no_act(), pytest.raises(IllegalTransition):
        stage.approach()


def test_nobody_was_told_before_the_victim_agreed(stage):
    stage.ready()
    with no_act(), pytest.raises(IllegalTransition):
        stage.approach(told_at=stage.now - timedelta(days=4))
    assert stage.approach(told_at=stage.now - timedelta(days=2))


# What they answer


def newest(stage):
    approach = last_approach(stage.responsible.pk)
    assert approach is not None
    return approach


def stance_now(stage):
    stance = stance_of(stage.responsible.pk)
    assert stance is not None
    return stance


def take_part(stage):
    return blockers_to_take_part(facts_for_take_part(stage.responsible), Engagement())


def test_a_yes_makes_it_time_to_prepare_and_a_no_to_tell_the_victim(stage):
    stage.waits_for(What.APPROACH)
    stage.approached()
    with one_act("offender.replied"):
        stage.reply("no", words="I cannot.")
    assert stage.ball.what == What.TELL_VICTIM
    assert stage.ball.due_at is not None
    with one_act("offender.replied"):
        stage.reply("yes", at=stage.now + timedelta(minutes=1))
    assert stage.ball.what == What.PREPARE
    assert stage.ball.user == stage.worker


def test_a_second_answer_stands_beside_the_first(stage):
    stage.approached("not_now", words="After the funeral.")
    stage.reply("yes", at=stage.now + timedelta(minutes=1), words="Now I can.")
    assert [row.reply for row in Approach.objects.order_by("happened_at")] == ["not_now", "yes"]
    assert (newest(stage).reply_words, newest(stage).told) == ("Now I can.", WORDS)


def test_somebody_who_was_never_approached_has_answered_nothing(stage):
    with no_act(), pytest.raises(IllegalTransition):
        stage.reply("yes")
    stage.approached()
    assert stage.reply("yes").reply == "yes"


def test_a_yes_taken_back_bars_taking_part_at_once(stage):
    stage.approached("yes")
    stage.stance("full")
    assert take_part(stage).is_open
    stage.reply("no", at=stage.now + timedelta(minutes=1))
    assert take_part(stage).codes == ["no_yes", "not_voluntary"]


def test_partial_responsibility_waits_for_a_supervisor_who_is_not_of_the_case(stage):
    stage.waits_for(What.APPROACH)
    stage.approached("yes")
    with one_act("stance.recorded"):
        stance = stage.stance("partial")
    assert (stage.ball.what, stage.ball.user) == (What.STANCE_EXCEPTION, stage.world.supervisor)
    assert take_part(stage).codes == ["needs_exception"]
    with no_act(), pytest.raises(Blocked):
        excepted(stage, stance, by=stage.worker)
    with one_act("stance.excepted"):
        excepted(stage, stance)
    assert take_part(stage).is_open
    assert stage.ball.what == What.PREPARE
    with no_act(), pytest.raises(IllegalTransition):
        excepted(stage, stance)


def excepted(stage, stance, *, agreed=True, by=None):
    return decide_exception(
        stance_id=stance.pk,
        agreed=agreed,
        words="He says which part.",
        by=by or stage.world.supervisor,
        at=stage.now,
    )


def test_an_exception_that_was_not_given_is_told_to_the_victim(stage):
    stage.waits_for(What.APPROACH)
    stage.approached("yes")
    stance = stage.stance("minimises")
    with one_act("stance.not_excepted"):
        excepted(stage, stance, agreed=False)
    assert take_part(stage).codes == ["stance_not_enough"]
    assert stage.ball.what == What.TELL_VICTIM


@pytest.mark.parametrize("stance", ["denies", "full"])
def test_there_is_no_exception_to_a_denial_and_none_is_needed_for_the_truth(stage, stance):
    stage.approached("yes")
    taken = stage.stance(stance)
    with no_act(), pytest.raises(IllegalTransition):
        excepted(stage, taken)
    assert take_part(stage).is_open == (stance == "full")


def test_an_exception_counts_only_for_the_words_that_it_was_given_for(stage):
    stage.approached("yes")
    first = stage.stance("partial", at=stage.now - timedelta(hours=1))
    excepted(stage, first)
    stage.stance("minimises")
    assert stance_now(stage).exception_at is None
    assert take_part(stage).codes == ["needs_exception"]
    with no_act(), pytest.raises(IllegalTransition):
        excepted(stage, first)


def test_a_reply_during_a_red_flag_waits_under_it(stage):
    stage.waits_for(What.APPROACH)
    stage.approached()
    flag: dict[str, Any] = {"kind": "threats", "side": Side.OFFENDER, "words": "He said that she will see."}
    later = stage.now + timedelta(minutes=1)
    raised = raise_flag(case_id=stage.case.pk, by=stage.worker, at=later, **flag)
    stage.reply("no", at=stage.now + timedelta(minutes=2))
    assert (stage.ball.what, stage.ball.user) == (What.RED_FLAG, stage.world.supervisor)
    at = stage.now + timedelta(minutes=3)
    answer_flag(flag_id=raised.pk, answer="mitigated", words="Talked.", by=stage.world.supervisor, at=at)
    assert (stage.ball.what, stage.ball.user) == (What.TELL_VICTIM, stage.worker)


# The pages


def url(stage, name="approach", pk=None):
    return reverse(f"engagement:{name}", args=[stage.case.reference, pk or stage.responsible.pk])


def test_the_gate_page_says_that_nothing_was_sent_and_gives_every_door(stage):
    html = stage.world.client(stage.worker).get(url(stage)).content.decode()
    assert "Not yet: 8 things come before approaching Callum" in html
    assert "Nothing was sent and nobody was told" in html
    assert "Supervisor not needed" in html
    assert reverse("engagement:listen", args=[stage.case.reference]) in html
    assert "They were told exactly this" not in html


def test_an_open_gate_shows_the_words_and_takes_the_approach(stage):
    stage.ready()
    client = stage.world.client(stage.worker)
    html = client.get(url(stage)).content.decode()
    assert WORDS in html
    assert "Callum can be approached now" in html
    typed: dict[str, Any] = {"means": "in_person", "told_by": str(stage.worker.pk)}
    answer = client.post(url(stage), typed | moment("told_at", stage.now))
    assert answer.status_code == 302
    assert Approach.objects.get().told == WORDS
    # The same page, now that Callum thinks it over, offers the answer and no second approach.
    html = client.get(url(stage)).content.decode()
    assert "They were told exactly this" not in html
    assert "Callum is thinking it over" in html
    assert url(stage, "reply") in html


def test_a_shut_gate_refuses_the_post_and_says_why(stage):
    stage.ready()
    stage.check_law("unknown", days_ago=0)
    client = stage.world.client(stage.worker)
    typed: dict[str, Any] = {"means": "in_person", "told_by": str(stage.worker.pk)}
    with no_act():
        answer = client.post(url(stage), typed | moment("told_at", stage.now))
    assert answer.status_code == 409
    assert Event.objects.filter(kind=Kind.REFUSAL, name="act.refused").exists()


def test_a_post_without_any_agreed_words_is_refused(stage):
    with no_act():
        answer = stage.world.client(stage.worker).post(url(stage), {"means": "in_person"})
    assert answer.status_code == 409


def test_a_time_before_the_consent_is_named_beside_the_field(stage):
    stage.ready()
    typed: dict[str, Any] = {"means": "call", "told_by": str(stage.worker.pk)}
    early = moment("told_at", stage.now - timedelta(days=5))
    answer = stage.world.client(stage.worker).post(url(stage), typed | early)
    assert "The victim agreed to the words later than that" in answer.content.decode()
    assert Approach.objects.count() == 0


def test_a_supervisor_reads_the_gate_and_does_not_approach(stage):
    stage.ready()
    client = stage.world.client(stage.world.supervisor)
    html = client.get(url(stage)).content.decode()
    assert WORDS in html
    assert "They were told exactly this" not in html
    typed: dict[str, Any] = {"means": "in_person", "told_by": str(stage.world.supervisor.pk)}
    assert client.post(url(stage), typed | moment("told_at", stage.now)).status_code == 404
    assert Approach.objects.count() == 0


def test_the_question_to_a_supervisor_is_asked_by_one_and_answered_by_the_other(stage):
    stage.ready().waits_for(What.APPROACH)
    mark_sensitive(case_id=stage.case.pk, by=stage.worker, at=stage.now)
    worker, supervisor = stage.world.client(stage.worker), stage.world.client(stage.world.supervisor)
    assert "Ask Sian Maddox" in worker.get(url(stage, "supervise")).content.decode()
    assert worker.post(url(stage, "supervise"), {"agreed": "yes", "words": "Fine"}).status_code == 404
    worker.post(url(stage, "ask_supervisor"))
    assert stage.ball.user == stage.world.supervisor
    assert supervisor.post(url(stage, "supervise"), {"agreed": "yes", "words": ""}).status_code == 200
    assert supervisor.post(url(stage, "supervise"), {"agreed": "yes", "words": "Two of us."}).status_code == 302
    assert stage.ball.what == What.APPROACH


def test_the_reply_asks_whether_it_is_free_only_after_a_yes(stage):
    client = stage.world.client(stage.worker)
    assert client.get(url(stage, "reply")).url == url(stage)
    stage.approached()
    when = moment("replied_at", stage.now)
    html = client.post(url(stage, "reply"), {"reply": "yes"} | when).content.decode()
    assert "Say whether they do it freely" in html
    client.post(url(stage, "reply"), {"reply": "not_now", "words": "Later."} | when)
    assert (newest(stage).reply, newest(stage).voluntary) == ("not_now", None)


def test_the_pages_of_stance_and_exception(stage):
    stage.approached("yes")
    worker, supervisor = stage.world.client(stage.worker), stage.world.client(stage.world.supervisor)
    typed: dict[str, Any] = {"stance": "partial", "words": "Not only me."} | moment("taken_at", stage.now)
    assert worker.post(url(stage, "stance"), typed).status_code == 302
    question = url(stage, "exception", stance_now(stage).pk)
    html = worker.get(question).content.decode()
    assert "Not only me." in html
    assert "Record my answer" not in html
    assert worker.post(question, {"agreed": "yes", "words": "x"}).status_code == 404
    assert "Record my answer" in supervisor.get(question).content.decode()
    assert supervisor.post(question, {"agreed": "yes", "words": "He names his part."}).status_code == 302
    assert "He names his part." in worker.get(question).content.decode()
    assert take_part(stage).is_open


def test_strangers_find_none_of_these_pages(stage):
    stage.approached("yes")
    stance = stage.stance("partial")
    stranger, worker = stage.world.client(stage.world.other_facilitator), stage.world.client(stage.worker)
    for name in ("approach", "supervise", "reply", "stance"):
        assert stranger.get(url(stage, name)).status_code == 404
        assert worker.get(url(stage, name)).status_code == 200
    assert stranger.get(url(stage, "exception", stance.pk)).status_code == 404
    assert worker.get(url(stage, "exception", stance.pk)).status_code == 200
    assert InformationGiven.objects.exists()
