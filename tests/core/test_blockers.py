"""A reader is told what lies on their side; of the other side one neutral line, whatever the number and the cause."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.core.blockers import Blocked, Blocker, condition, digest, neutral_for, require_open, verdict
from talkingpiece.protection.classes import Side

NEUTRAL = Blocker("not_yet", "Not everything is in place yet", "", "", Side.JOINT)
BLOCKERS = st.lists(
    st.builds(Blocker, st.text(max_size=5), st.text(max_size=5), st.just(""), st.just(""), st.sampled_from(Side)),
    max_size=8,
)


@given(BLOCKERS, st.frozensets(st.sampled_from(Side)))
def test_nothing_of_another_side_passes(blockers, reader) -> None:
    shown = neutral_for(blockers, reader, NEUTRAL)
    assert [b for b in shown if b is not NEUTRAL] == [b for b in blockers if b.side in reader]


@given(BLOCKERS)
def test_the_other_sides_number_and_cause_cannot_be_told(blockers) -> None:
    hidden = [b for b in blockers if b.side is not Side.OFFENDER]
    shown = neutral_for(blockers, frozenset({Side.OFFENDER}), NEUTRAL)
    assert shown.count(NEUTRAL) == bool(hidden)


def test_a_closed_gate_refuses_with_all_its_reasons() -> None:
    one, two = (Blocker(code, code, "", "", Side.SERVICE) for code in ("one", "two"))
    require_open(verdict([condition(True, "in place", one)]))

    with pytest.raises(Blocked) as refusal:
        require_open(verdict([condition(False, "", one), condition(True, "in place", one), condition(False, "", two)]))

    assert [b.code for b in refusal.value.blockers] == ["one", "two"]


def test_a_digest_changes_with_any_fact_and_with_nothing_else() -> None:
    @dataclass(frozen=True)
    class Facts:
        ready: bool
        codes: tuple[str, ...]

    assert digest(Facts(True, ("a",))) == digest(Facts(True, ("a",)))
    assert digest(Facts(True, ("a",))) != digest(Facts(True, ("b",)))


def test_the_order_of_a_set_is_no_fact() -> None:
    listed = digest({"forbids": ["approach", "direct", "indirect"]})
    assert digest({"forbids": frozenset(["indirect", "direct", "approach"])}) == listed
