"""What an assessment must hold before somebody else is asked to sign it. Without a database."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.risk.gates import Decided, Looked, SignFacts, SubmitFacts, blockers_to_sign, blockers_to_submit
from talkingpiece.risk.profile import VICTIM_FIRST, Risk
from talkingpiece.risk.states import GOES_AHEAD, GOES_ON, Concern, Decision, Residual
from talkingpiece.staffing.models import Level

POLICY = Risk()
KEYS = [factor.key for factor in POLICY.required(VICTIM_FIRST)]
LOOKED = tuple(Looked(key, Concern.NONE, mitigated=False, residual="") for key in KEYS)
WHOLE = SubmitFacts(
    assessment_id="a",
    approach=VICTIM_FIRST,
    sensitive=False,
    level=Level.INTERMEDIATE,
    looked=LOOKED,
    flags_open=0,
    can_be_signed=True,
)
DECIDED = Decided(Decision.PROCEED, reasons=True, plan=False)


def codes(facts: SubmitFacts) -> list[str]:
    return blockers_to_submit(facts, POLICY).codes


def with_one(**changes: Any) -> SubmitFacts:
    """Everything without concern, but for the first factor."""
    first = replace(LOOKED[0], **changes)
    return replace(WHOLE, looked=(first, *LOOKED[1:]))


def test_a_whole_assessment_can_be_put_forward():
    assert codes(WHOLE) == []
    assert codes(replace(WHOLE, decided=DECIDED)) == []


def test_everything_that_nobody_looked_at_is_named_at_once_group_by_group():
    blockers = blockers_to_submit(replace(WHOLE, looked=()), POLICY).blockers
    assert [b.code for b in blockers] == ["not_looked_at_victim", "not_looked_at_relationship"]
    assert blockers[0].door_args == ("a", KEYS[0])
    told = " ".join(str(b.why) for b in blockers)
    assert all(factor.words in told for factor in POLICY.required(VICTIM_FIRST))


@pytest.mark.parametrize("missing", range(len(KEYS)))
def test_each_single_one_is_enough_to_wait(missing):
    facts = replace(WHOLE, looked=LOOKED[:missing] + LOOKED[missing + 1 :])
    [blocker] = blockers_to_submit(facts, POLICY).blockers
    assert blocker.door_args == ("a", KEYS[missing])


@pytest.mark.parametrize("concern", [Concern.SOME, Concern.SIGNIFICANT, Concern.STOP])
def test_each_concern_needs_what_is_done_and_what_remains(concern):
    assert codes(with_one(concern=concern)) == [f"open_concern_{KEYS[0]}"]
    assert codes(with_one(concern=concern, mitigated=True)) == [f"open_concern_{KEYS[0]}"]
    assert codes(with_one(concern=concern, residual=Residual.ACCEPTABLE)) == [f"open_concern_{KEYS[0]}"]
    assert codes(with_one(concern=concern, mitigated=True, residual=Residual.ACCEPTABLE)) == []


def test_a_decision_has_reasons():
    assert codes(replace(WHOLE, decided=replace(DECIDED, reasons=False))) == ["no_reasons"]
    assert codes(replace(WHOLE, decided=replace(DECIDED, decision=""))) == ["no_reasons"]


def test_going_ahead_with_a_plan_has_a_plan():
    decided = replace(DECIDED, decision=Decision.WITH_PLAN)
    assert codes(replace(WHOLE, decided=decided)) == ["no_plan"]
    assert codes(replace(WHOLE, decided=replace(decided, plan=True))) == []


def test_what_is_acceptable_only_with_the_plan_needs_one_whatever_the_decision():
    facts = with_one(concern=Concern.SOME, mitigated=True, residual=Residual.WITH_PLAN)
    assert codes(replace(facts, decided=DECIDED)) == ["no_plan"]
    assert codes(replace(facts, decided=replace(DECIDED, plan=True))) == []


def test_what_is_not_acceptable_does_not_go_ahead_and_can_be_decided_otherwise():
    facts = with_one(concern=Concern.SIGNIFICANT, mitigated=True, residual=Residual.NOT_ACCEPTABLE)
    assert codes(replace(facts, decided=DECIDED)) == ["not_acceptable"]
    for decision in (Decision.INDIRECT, Decision.PAUSE, Decision.STOP):
        assert codes(replace(facts, decided=replace(DECIDED, decision=decision))) == []


def test_an_open_red_flag_leaves_only_a_pause_or_a_stop():
    facts = replace(WHOLE, flags_open=1)
    for decision in Decision:
        decided = Decided(decision, reasons=True, plan=True)
        assert (codes(replace(facts, decided=decided)) == ["flag_open"]) == (decision in GOES_ON)


def test_a_sensitive_case_is_put_forward_by_somebody_advanced():
    assert codes(replace(WHOLE, sensitive=True)) == ["level"]
    assert codes(replace(WHOLE, sensitive=True, level="")) == ["level"]
    assert codes(replace(WHOLE, sensitive=True, level=Level.ADVANCED)) == []
    assert codes(replace(WHOLE, level="")) == []


def test_without_a_second_person_nothing_is_put_forward():
    assert codes(replace(WHOLE, can_be_signed=False)) == ["no_signer"]


looked = st.builds(
    Looked,
    st.sampled_from([factor.key for factor in POLICY.factors]),
    st.sampled_from(Concern.values),
    st.booleans(),
    st.sampled_from(["", *Residual.values]),
)
facts_of_anything = st.builds(
    SubmitFacts,
    assessment_id=st.just("a"),
    approach=st.sampled_from([VICTIM_FIRST, "conference"]),
    sensitive=st.booleans(),
    level=st.sampled_from(["", *Level.values]),
    looked=st.lists(looked, unique_by=lambda one: one.factor, min_size=0, max_size=46).map(tuple)
    | st.just(tuple(Looked(f.key, Concern.NONE, mitigated=False, residual="") for f in POLICY.factors)),
    flags_open=st.integers(0, 2),
    can_be_signed=st.booleans(),
    decided=st.none()
    | st.builds(Decided, st.sampled_from(["", *Decision.values]), reasons=st.booleans(), plan=st.booleans()),
)


@given(facts_of_anything)
def test_nothing_goes_forward_unanswered_or_against_what_remains(facts):
    if not blockers_to_submit(facts, POLICY).is_open:
        return
    assert {f.key for f in POLICY.required(facts.approach)} <= {one.factor for one in facts.looked}
    assert all(one.mitigated and one.residual for one in facts.looked if one.concern != Concern.NONE)
    if facts.decided is not None:
        assert facts.decided.reasons
        remains = {one.residual for one in facts.looked}
        assert not (Residual.NOT_ACCEPTABLE in remains and facts.decided.decision in GOES_AHEAD)
        assert not (facts.flags_open and facts.decided.decision in GOES_ON)


@given(facts_of_anything)
def test_the_order_of_what_was_written_changes_nothing(facts):
    turned = replace(facts, looked=tuple(reversed(facts.looked)))
    assert sorted(blockers_to_submit(facts, POLICY).codes) == sorted(blockers_to_submit(turned, POLICY).codes)


@given(st.integers(0, len(KEYS)))
def test_no_number_of_answered_concerns_decides_by_itself(many):
    answered = tuple(
        replace(one, concern=Concern.SIGNIFICANT, mitigated=True, residual=Residual.ACCEPTABLE) for one in LOOKED[:many]
    )
    assert codes(replace(WHOLE, looked=(*answered, *LOOKED[many:]), decided=DECIDED)) == []


def test_whoever_took_part_does_not_sign():
    facts = SignFacts(took_part=False, decision=Decision.PROCEED, flags=())
    assert blockers_to_sign(facts).is_open
    assert blockers_to_sign(replace(facts, took_part=True)).codes == ["own_work"]


def test_nobody_signs_going_on_against_a_red_flag():
    facts = SignFacts(took_part=False, decision=Decision.INDIRECT, flags=("f",))
    assert blockers_to_sign(facts).codes == ["flag_open"]
    assert blockers_to_sign(replace(facts, decision=Decision.STOP)).is_open
