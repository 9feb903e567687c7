"""The pages of risk: workable factor by factor, nothing typed is lost, and only the right people act on them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from talkingpiece.accounts.models import User
from talkingpiece.audit.models import Event, Kind
from talkingpiece.cases.models import Case
from talkingpiece.protection.classes import Side
from talkingpiece.protection.context import show_areas
from talkingpiece.risk.models import Assessment, RedFlag
from talkingpiece.risk.presenters import overview, timeline
from talkingpiece.risk.profile import VICTIM_FIRST
from talkingpiece.risk.queries import open_assessment, open_flags, policy_of, seen, views_of
from talkingpiece.risk.services import answer_flag, raise_flag, start_assessment
from talkingpiece.risk.states import AssessmentState, Concern, Decision, FlagAnswer, FlagKind, Present
from tests.risk.desk import FINE, WORRYING, filled, signed, submitted, write
from tests.world import World, build_world

TYPED = {
    "present": Present.POSSIBLE,
    "concern": Concern.SOME,
    "victim_view": "“I shake.”",
    "note": "Seen at the visit.",
}


@pytest.fixture
def case(world: World) -> Case:
    return world.case()


def url(case: Case, name: str, *args: Any) -> str:
    return reverse(f"risk:{name}", args=[case.reference, *args])


def get(world: World, user: User, address: str) -> str:
    response = world.client(user).get(address)
    show_areas([world.area.pk])
    assert response.status_code == 200
    return response.content.decode()


def post(world: World, user: User, address: str, **data: Any) -> Any:
    response = world.client(user).post(address, data)
    show_areas([world.area.pk])
    return response


def begun(world: World, case: Case, approach: str = VICTIM_FIRST) -> Assessment:
    return start_assessment(case_id=case.pk, approach=approach, by=world.facilitator, at=world.now)


def test_beginning_leads_to_the_list_of_what_to_look_at(world, case):
    answer = post(world, world.facilitator, url(case, "assess"), approach=VICTIM_FIRST)
    assessment = open_assessment(case.pk, VICTIM_FIRST)
    assert assessment is not None
    assert answer.url == url(case, "assessment", assessment.pk)

    text = get(world, world.facilitator, answer.url)
    for factor in policy_of(case).factors_of(VICTIM_FIRST):
        assert url(case, "factor", assessment.pk, factor.key) in text
    assert url(case, "factor", assessment.pk, "offender_stance") not in text
    assert "Ahead" in text


def test_an_approach_that_the_area_does_not_offer_is_not_begun(world, case):
    answer = post(world, world.facilitator, url(case, "assess"), approach="arm_wrestling")
    assert answer.status_code == 200
    assert not Assessment.objects.exists()


def test_saving_one_factor_leads_to_the_next_and_from_the_list_button_back(world, case):
    assessment = begun(world, case)
    address = url(case, "factor", assessment.pk, "victim_now")
    answer = post(world, world.facilitator, address, version="new", **TYPED)
    assert answer.url == url(case, "factor", assessment.pk, "victim_self_harm")
    assert views_of(assessment.pk)["victim_now"].victim_view == "“I shake.”"

    back = url(case, "factor", assessment.pk, "victim_hopes")
    answer = post(world, world.facilitator, back, version="new", list="1", **TYPED)
    assert answer.url == url(case, "assessment", assessment.pk)


def test_a_factor_half_written_is_kept_and_asked_for_later(world, case):
    assessment = begun(world, case)
    post(world, world.facilitator, url(case, "factor", assessment.pk, "victim_now"), version="new", **TYPED)
    text = get(world, world.facilitator, url(case, "assessment", assessment.pk))
    assert "What is done about it, and what remains, is still to write" in text
    text = get(world, world.facilitator, url(case, "submit", assessment.pk))
    assert "A concern without an answer" in text


def test_an_error_keeps_every_word(world, case):
    assessment = begun(world, case)
    address = url(case, "factor", assessment.pk, "victim_now")
    answer = post(world, world.facilitator, address, version="new", **TYPED | {"concern": "", "mitigation": "A chair."})
    text = answer.content.decode()
    assert text.count("Say how much it concerns you") == 2
    for word in ("“I shake.”", "Seen at the visit.", "A chair."):
        assert word in text
    assert views_of(assessment.pk) == {}


def test_when_somebody_else_saved_first_both_are_shown_and_the_next_try_counts(world, case):
    assessment = begun(world, case)
    address = url(case, "factor", assessment.pk, "victim_now")
    write(assessment, "victim_now", FINE, world.coordinator, world.now)

    answer = post(world, world.facilitator, address, version="new", **TYPED)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Somebody else saved this page" in text
    assert FINE.note in text
    assert "Seen at the visit." in text
    assert views_of(assessment.pk)["victim_now"].note == FINE.note

    version = seen(views_of(assessment.pk)["victim_now"])
    assert f'name="version" value="{version}"' in text
    assert post(world, world.facilitator, address, version=version, **TYPED).status_code == 302
    assert views_of(assessment.pk)["victim_now"].note == "Seen at the visit."


def test_stop_asks_what_it_is_and_tells_a_supervisor(world, case):
    assessment = begun(world, case)
    address = url(case, "factor", assessment.pk, "victim_fear")
    stop = TYPED | {"concern": Concern.STOP, "note": ""}
    text = post(world, world.facilitator, address, version="new", **stop).content.decode()
    assert "Choose what the red flag is" in text
    assert "so that a case supervisor can answer" in text
    assert open_flags(case.pk) == []

    stop |= {"note": "He waits at the bus stop.", "flag": FlagKind.STALKING}
    assert post(world, world.facilitator, address, version="new", **stop).status_code == 302
    assert [flag.words for flag in open_flags(case.pk)] == ["He waits at the bus stop."]

    version = seen(views_of(assessment.pk)["victim_fear"])
    again = {key: value for key, value in stop.items() if key != "flag"} | {"mitigation": "Police told."}
    assert post(world, world.facilitator, address, version=version, **again).status_code == 302
    assert len(open_flags(case.pk)) == 1


def test_a_new_assessment_begins_with_the_words_of_the_one_before(world, case):
    assessment = filled(world, case)
    write(assessment, "victim_now", WORRYING, world.facilitator, world.now)
    Assessment.objects.filter(pk=assessment.pk).update(state=AssessmentState.SUPERSEDED)
    second = begun(world, case)
    text = get(world, world.facilitator, url(case, "factor", second.pk, "victim_now"))
    assert "Two visits more." in text
    assert "Save it if it still holds" in text


def test_the_decision_waits_until_everything_is_looked_at(world, case):
    assessment = begun(world, case)
    text = get(world, world.facilitator, url(case, "submit", assessment.pk))
    assert "The victim: 5 things to look at" in text
    assert "Thoughts of harming themselves" in text
    assert 'name="decision"' not in text


def test_a_decision_is_put_forward_and_a_contradiction_keeps_its_words(world, case):
    assessment = filled(world, case)
    address = url(case, "submit", assessment.pk)
    data = {"decision": Decision.WITH_PLAN, "reasons": "She wants it.", "plan": "", "version": assessment.version}
    text = post(world, world.facilitator, address, **data).content.decode()
    assert "Write the plan" in text
    assert "She wants it." in text

    answer = post(world, world.facilitator, address, **data | {"plan": "A second room."})
    assert answer.url == url(case, "assess")
    assessment.refresh_from_db()
    assert (assessment.state, assessment.plan) == (AssessmentState.SUBMITTED, "A second room.")


def test_a_decision_over_factors_that_changed_is_asked_again_with_its_words(world, case):
    assessment = filled(world, case)
    write(assessment, "victim_care", FINE, world.coordinator, world.now)
    data = {"decision": Decision.PROCEED, "reasons": "She wants it.", "plan": "", "version": assessment.version}
    text = post(world, world.facilitator, url(case, "submit", assessment.pk), **data).content.decode()
    assert "Somebody wrote on while you decided" in text
    assert "She wants it." in text


def test_a_supervisor_reads_everything_and_signs(world, case):
    assessment = submitted(world, case)
    address = url(case, "sign", assessment.pk)
    text = get(world, world.supervisor, address)
    assert FINE.note in text
    assert "She knows what she wants." in text
    assert Event.objects.filter(kind=Kind.READING, actor_id=world.supervisor.pk, about_id=assessment.pk).exists()

    post(world, world.supervisor, address, answer="sign", words="Well seen.")
    assessment.refresh_from_db()
    assert (assessment.state, assessment.sign_words) == (AssessmentState.SIGNED, "Well seen.")
    text = get(world, world.supervisor, url(case, "assessment", assessment.pk))
    assert "Well seen." in text
    assert "<form" not in text.split("<main")[1]


def test_giving_back_takes_words_too(world, case):
    assessment = submitted(world, case)
    address = url(case, "sign", assessment.pk)
    assert post(world, world.supervisor, address, answer="return", words="").status_code == 200
    post(world, world.supervisor, address, answer="return", words="And her sister?")
    text = get(world, world.facilitator, url(case, "assessment", assessment.pk))
    assert "Sian Maddox gave it back" in text
    assert "And her sister?" in text


def test_the_assessor_reads_what_waits_and_cannot_sign(world, case):
    assessment = submitted(world, case)
    address = url(case, "sign", assessment.pk)
    assert 'name="answer"' not in get(world, world.facilitator, address)
    assert post(world, world.facilitator, address, answer="sign", words="Mine.").status_code == 404
    assessment.refresh_from_db()
    assert assessment.state == AssessmentState.SUBMITTED


def test_with_a_red_flag_open_only_giving_back_is_offered(world, case):
    assessment = submitted(world, case)
    raise_flag(
        case_id=case.pk, kind=FlagKind.CHILD, side=Side.VICTIM, words="Her son.", by=world.facilitator, at=world.now
    )
    address = url(case, "sign", assessment.pk)
    text = get(world, world.supervisor, address)
    assert 'value="return"' in text
    assert 'value="sign"' not in text
    assert post(world, world.supervisor, address, answer="sign", words="Yes.").status_code == 200


def test_anybody_on_the_case_raises_a_flag_and_only_a_supervisor_answers(world, case):
    data = {"kind": FlagKind.THREATS, "side": "offender", "words": "His cousin rang her."}
    now = {f"happened_at_{n}": value for n, value in enumerate(("1", "9", "2026", "9am"))}
    text = get(world, world.facilitator, url(case, "flag"))
    assert "His cousin" not in text
    names = [part.split('"')[0] for part in text.split('name="happened_at') if part][1:]
    when = dict(zip((f"happened_at{name}" for name in names), now.values(), strict=True))
    assert post(world, world.facilitator, url(case, "flag"), **data, **when).url == url(case, "assess")

    raised = RedFlag.objects.get()
    address = url(case, "answer_flag", raised.pk)
    assert 'name="answer"' not in get(world, world.facilitator, address)
    assert post(world, world.facilitator, address, answer="mitigated", words="Fine.").status_code == 404
    assert post(world, world.supervisor, address, answer="mitigated", words="Spoke to him.").status_code == 302
    raised.refresh_from_db()
    assert raised.answer_words == "Spoke to him."
    assert 'name="answer"' not in get(world, world.supervisor, address)


@pytest.mark.parametrize("name", ["assess", "flag"])
def test_strangers_agencies_and_the_next_area_find_no_page(world, case, name):
    def status(client: Client) -> int:
        found = client.get(url(case, name)).status_code
        show_areas([world.area.pk])
        return found

    assert status(world.client(world.facilitator)) == 200
    assert status(world.client(world.other_facilitator)) == 404
    assert status(world.client(world.offender_manager)) == 404
    fenland = build_world(slug="fenland", code="FEN", name="Fenland")
    show_areas([world.area.pk])
    assert status(fenland.client(fenland.supervisor)) == 404


def test_an_assessment_of_another_case_is_not_reached_through_this_one(world, case):
    other = begun(world, world.case("Ben"))
    client = world.client(world.facilitator)
    for name, args in (("assessment", ()), ("submit", ()), ("sign", ()), ("factor", ("victim_now",))):
        assert client.get(url(case, name, other.pk, *args)).status_code == 404
        show_areas([world.area.pk])


def test_a_factor_that_is_not_asked_is_no_page(world, case):
    assessment = begun(world, case)
    assert world.client(world.facilitator).get(url(case, "factor", assessment.pk, "zodiac")).status_code == 404


def test_the_overview_says_what_counts_and_until_when(world, case):
    assessment = signed(world, case)
    assert assessment.valid_until is not None
    first = overview(case, world.now.date()).sections[0]
    assert str(first.tag.text) == "Signed off"
    assert str(overview(case, assessment.valid_until).sections[0].tag.text) == "Out of date"
    text = get(world, world.coordinator, url(case, "assess"))
    assert "Sian Maddox" in text


def test_the_history_tells_each_step_and_marks_errors(world, case, django_assert_num_queries):
    signed(world, case)
    flag = raise_flag(
        case_id=case.pk, kind=FlagKind.CHILD, side=Side.VICTIM, words="Her son.", by=world.facilitator, at=world.now
    )
    answer_flag(flag_id=flag.pk, answer=FlagAnswer.MITIGATED, words="He is safe.", by=world.supervisor, at=world.now)
    timeline(case)
    with django_assert_num_queries(3):
        entries = timeline(case)
    assert [entry.fact for entry in entries].count("risk.RedFlag") == 1
    told = " ".join(f"{entry.title} {entry.words}" for entry in entries)
    for words in ("put forward", "signed off", "Her son.", "He is safe."):
        assert words in told
