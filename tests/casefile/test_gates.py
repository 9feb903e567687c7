"""G9a and G9b by themselves: every reason at once, and no ending that leaves somebody waiting to be told."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.casefile.gates import NO_CONTACT, EndFacts, Told, blockers_to_end
from talkingpiece.cases.states import COMPLETED, ClosureReason, OffenderTold, VictimTold

EARLY = EndFacts(
    victim="Maya",
    told=Told(
        reason=ClosureReason.VICTIM_WITHDREW,
        victim_told=VictimTold.CALL,
        other_help="Victim Support, and her GP.",
        ask_later="no",
        offender_told=OffenderTold.NEVER_APPROACHED,
    ),
)
COMPLETE = EndFacts(
    victim="Maya",
    ever_approached=True,
    meeting_held=True,
    told=Told(
        reason=ClosureReason.COMPLETED_DIRECT,
        victim_told=VictimTold.IN_PERSON,
        other_help="Nothing more, she said.",
        ask_later="yes",
        offender_told=OffenderTold.TOLD,
        follow_up="done",
        completion_told=True,
        feedback_offered=True,
    ),
)


def but(facts: EndFacts, **told: object) -> EndFacts:
    return replace(facts, told=replace(facts.told, **told))  # type: ignore[arg-type]


def test_a_withdrawal_can_be_closed_at_once() -> None:
    assert blockers_to_end(EARLY).is_open


def test_a_case_that_came_to_its_end_can_be_closed() -> None:
    assert blockers_to_end(COMPLETE).is_open


def test_a_form_without_answers_hears_every_reason_at_once() -> None:
    codes = blockers_to_end(EndFacts(told=Told())).codes
    assert codes == ["no_reason", "victim_not_told", "no_other_help", "ask_later_open"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (but(EARLY, victim_told=""), "victim_not_told"),
        (but(EARLY, other_help="  "), "no_other_help"),
        (but(EARLY, ask_later=""), "ask_later_open"),
        (but(EARLY, offender_told=OffenderTold.TOLD), "offender_must_not_be_told"),
        (replace(EARLY, ever_approached=True), "offender_not_told"),
        (replace(but(EARLY, offender_told=OffenderTold.NOT_YET), ever_approached=True), "offender_not_told"),
        (replace(COMPLETE, meeting_held=False), "no_meeting_held"),
        (replace(COMPLETE, debriefs_owed=1), "debriefs_owed"),
        (replace(COMPLETE, items_without_result=1), "follow_up_open"),
        (replace(COMPLETE, results_untold=1), "follow_up_open"),
        (but(COMPLETE, follow_up=""), "follow_up_open"),
        (but(COMPLETE, completion_told=False), "completion_untold"),
        (but(COMPLETE, feedback_offered=False), "no_feedback_offered"),
    ],
)
def test_each_condition_can_close_the_gate_alone(facts: EndFacts, code: str) -> None:
    assert blockers_to_end(facts).codes == [code]


def test_a_victim_who_wants_no_follow_up_is_not_held_to_it() -> None:
    assert blockers_to_end(but(replace(COMPLETE, items_without_result=2), follow_up="declined")).is_open


@pytest.mark.parametrize("told", sorted(NO_CONTACT))
def test_nothing_is_offered_to_somebody_whom_we_must_not_contact(told: str) -> None:
    assert blockers_to_end(but(EARLY, victim_told=told, other_help="", ask_later="not_asked")).is_open


def test_words_passed_between_them_need_no_meeting() -> None:
    facts = but(replace(COMPLETE, meeting_held=False), reason=ClosureReason.COMPLETED_INDIRECT)
    assert blockers_to_end(facts).is_open


facts = st.builds(
    EndFacts,
    told=st.builds(
        Told,
        reason=st.sampled_from(["", *ClosureReason.values]),
        victim_told=st.sampled_from(["", *VictimTold.values]),
        other_help=st.sampled_from(["", "A helpline."]),
        ask_later=st.sampled_from(["", "yes", "no", "not_asked"]),
        offender_told=st.sampled_from(["", *OffenderTold.values]),
        follow_up=st.sampled_from(["", "done", "declined"]),
        completion_told=st.booleans(),
        feedback_offered=st.booleans(),
    ),
    ever_approached=st.booleans(),
    meeting_held=st.booleans(),
    debriefs_owed=st.integers(0, 2),
    items_without_result=st.integers(0, 2),
    results_untold=st.integers(0, 2),
    victim=st.just("Maya"),
)


@given(facts)
def test_no_ending_passes_while_an_approached_offender_waits_to_hear(found: EndFacts) -> None:
    told = {OffenderTold.TOLD, OffenderTold.THROUGH_MANAGER}
    if found.ever_approached and found.told.offender_told not in told:
        assert not blockers_to_end(found).is_open


@given(facts)
def test_no_ending_tells_an_offender_who_never_knew(found: EndFacts) -> None:
    if not found.ever_approached and blockers_to_end(found).is_open:
        assert found.told.offender_told in {"", OffenderTold.NEVER_APPROACHED}


@given(facts)
def test_a_complete_ending_asks_everything_that_an_early_one_asks(found: EndFacts) -> None:
    early = set(blockers_to_end(but(found, reason=ClosureReason.OTHER)).codes)
    complete = set(blockers_to_end(but(found, reason=ClosureReason.COMPLETED_DIRECT)).codes)
    assert early <= complete


@given(facts)
def test_the_answer_is_the_same_for_every_early_reason(found: EndFacts) -> None:
    answers = {tuple(blockers_to_end(but(found, reason=r)).codes) for r in ClosureReason.values if r not in COMPLETED}
    assert len(answers) == 1
