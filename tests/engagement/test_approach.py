"""Approaching the offender: through the gate, in the victim's words, once; and what they answer."""

from datetime import timedelta
from typing import Any

import pytest

from talkingpiece.areas.queries import current_version
from talkingpiece.areas.services import adopt_profile
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case, GatePassing
from talkingpiece.cases.services import mark_sensitive, pause_case, record_restriction, resume_case
from talkingpiece.cases.states import Holder
from talkingpiece.consents.services import withdraw_consent
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.engagement.models import Approach
from talkingpiece.engagement.profile import Engagement
from talkingpiece.engagement.services import agree_to_approach, ask_supervisor
from talkingpiece.information_sharing.services import answer_request, ask_agency
from talkingpiece.protection.classes import Side
from talkingpiece.risk.models import RedFlag
from talkingpiece.risk.services import answer_flag, raise_flag
from tests.engagement.conftest import WORDS, no_act, one_act


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


def test_what_the_victim_said_last_ends_an_older_yes_in_other_words(stage):
    stage.ready()
    callum = str(stage.responsible.pk)
    specific = stage.consent("Only that I ask why.", target=callum)
    withdraw_consent(consent_id=specific.pk, how="telephone", by=stage.worker, at=stage.now)
    refused(stage, "no_consent")
    stage.consent()
    stage.consent("No.", target=callum, answer="refused")
    refused(stage, "no_consent")
    stage.consent("Say my first name.", target=callum)
    assert stage.approach().told == "Say my first name."


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
