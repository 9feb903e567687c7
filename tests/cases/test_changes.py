"""What a change reopens: one table, each kind against each clearance, and no order of arrival that matters."""

from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.cases.changes import (
    FROM_LEARNING,
    MOVES,
    REOPENS,
    Change,
    Changes,
    Clearance,
    clearance_words,
    newest,
)
from talkingpiece.cases.states import ChangeKind

AT = datetime(2026, 5, 20, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
moments = st.integers(-200, 200).map(lambda n: AT + n * HOUR)
changes = st.builds(
    Change, change_id=st.uuids(), kind=st.sampled_from(ChangeKind.values), happened_at=moments, recorded_at=moments
)

# As people agreed on it: what is asked again. Whatever is not named here is left alone.
AGREED = {
    "transfer": {"place", "visit"},
    "release": {"place", "visit", "legal"},
    "recall": {"place", "visit", "legal", "risk"},
    "officer": {"consultation"},
    "licence": {"legal", "permission"},
    "order": {"legal", "permission"},
    "death": {"contact"},
    "merged": set(),
}


def change(kind: str, happened: int = 0, learned: int = 0, pk: UUID | None = None) -> Change:
    return Change(pk or uuid4(), kind, AT + happened * HOUR, AT + learned * HOUR)


def test_every_kind_says_what_it_reopens() -> None:
    assert set(REOPENS) == set(ChangeKind.values) == set(AGREED)


@pytest.mark.parametrize(("kind", "clearance"), list(product(ChangeKind.values, Clearance)))
def test_a_change_reopens_what_was_agreed_and_nothing_else(kind: str, clearance: Clearance) -> None:
    after = Changes((change(kind),)).reopened(clearance, AT - HOUR)
    assert bool(after) is (clearance.value in AGREED[kind])
    assert not Changes((change(kind),)).reopened(clearance, AT + HOUR)


def test_everything_that_is_asked_again_has_words() -> None:
    assert all(clearance_words(one) for one in Clearance)


@pytest.mark.parametrize("clearance", list(Clearance))
def test_a_check_of_the_law_between_an_order_and_our_learning_of_it_did_not_find_it(clearance: Clearance) -> None:
    kind = next(kind for kind, reopens in REOPENS.items() if clearance in reopens)
    found = Changes((change(kind, happened=0, learned=5),))
    assert bool(found.reopened(clearance, AT + 2 * HOUR)) is (clearance in FROM_LEARNING)


def test_in_the_minute_of_the_change_what_was_written_down_after_it_holds() -> None:
    minute = AT + timedelta(seconds=40)
    found = Changes((Change(uuid4(), "recall", minute, minute),))
    assert found.reopened(Clearance.RISK, AT, AT + timedelta(seconds=20)) == "recall"
    assert not found.reopened(Clearance.RISK, AT, AT + timedelta(seconds=50))


@given(st.lists(changes, max_size=6), st.randoms(use_true_random=False), moments)
def test_the_order_in_which_changes_arrive_changes_nothing(found: list[Change], dice, made_at: datetime) -> None:
    shuffled = list(found)
    dice.shuffle(shuffled)
    one, other = Changes(tuple(found)), Changes(tuple(shuffled))
    assert [one.reopened(c, made_at) for c in Clearance] == [other.reopened(c, made_at) for c in Clearance]
    assert newest(found, MOVES) == newest(shuffled, MOVES)


@given(st.lists(changes, max_size=6), changes, st.sampled_from(Clearance), moments)
def test_one_more_change_never_closes_what_was_reopened(
    found: list[Change], more: Change, clearance: Clearance, made_at: datetime
) -> None:
    if Changes(tuple(found)).reopened(clearance, made_at):
        assert Changes((*found, more)).reopened(clearance, made_at)


@given(st.lists(changes, max_size=6), st.sampled_from(Clearance), moments, moments)
def test_what_was_made_sure_of_later_is_reopened_by_less(
    found: list[Change], clearance: Clearance, early: datetime, late: datetime
) -> None:
    early, late = sorted((early, late))
    if Changes(tuple(found)).reopened(clearance, late):
        assert Changes(tuple(found)).reopened(clearance, early)
