"""May somebody be contacted at all? Unknown never counts as clear, and an exception opens only what it says."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.cases.legal import LegalFacts, LegalState, PermissionFacts, RestrictionFacts, legal_state
from talkingpiece.cases.states import ContactScope, LegalResult

DAY = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
SCOPES = [scope.value for scope in ContactScope]
near = st.integers(-40, 40).map(lambda n: DAY + timedelta(days=n))
scopes = st.frozensets(st.sampled_from(SCOPES))


permissions = st.builds(
    PermissionFacts,
    kind=st.just("exception"),
    allows=scopes,
    granted=st.booleans(),
    evidenced=st.booleans(),
    starts_on=st.none() | near,
    until=st.none() | near,
    ended_on=st.none() | near,
    reopened=st.sampled_from(["", "", "", "licence"]),
)


@st.composite
def restrictions(draw: st.DrawFn) -> RestrictionFacts:
    start = draw(near)
    length = draw(st.none() | st.integers(1, 60))
    return RestrictionFacts(
        forbids=draw(scopes),
        starts_on=start,
        ends_on=None if length is None else start + timedelta(days=length),
        lifted_on=draw(st.none() | near),
        permissions=tuple(draw(st.lists(permissions, max_size=3))),
    )


results = st.sampled_from([None, *LegalResult.values])
facts = st.builds(
    LegalFacts,
    result=results,
    checked_at=st.integers(-60, 60).map(lambda n: AT + timedelta(days=n)),
    restrictions=st.lists(restrictions(), max_size=4).map(tuple),
    reopened=st.sampled_from(["", "", "", "order"]),
)


def permission(**changes: object) -> PermissionFacts:
    plain: dict[str, object] = {
        "kind": "exception",
        "allows": frozenset({"approach"}),
        "granted": True,
        "evidenced": True,
        "starts_on": DAY,
        "until": DAY + timedelta(days=2),
    }
    return PermissionFacts(**(plain | changes))  # type: ignore[arg-type]


def order(**changes: object) -> RestrictionFacts:
    plain: dict[str, object] = {
        "forbids": frozenset(SCOPES),
        "starts_on": DAY - timedelta(days=100),
        "ends_on": None,
        "lifted_on": None,
    }
    return RestrictionFacts(**(plain | changes))  # type: ignore[arg-type]


def checked(result: str | None, *rows: RestrictionFacts, days_ago: int = 0) -> LegalFacts:
    return LegalFacts(result, AT - timedelta(days=days_ago) if result else None, rows)


def state(found: LegalFacts, scope: str = "approach", on: date = DAY, at_most: timedelta | None = None) -> LegalState:
    return legal_state(found, scope=scope, on=on, at=AT, at_most=at_most)


def test_a_check_that_found_nothing_is_clear() -> None:
    assert state(checked(LegalResult.CLEAR)) == LegalState.CLEAR


def test_unknown_counts_as_no() -> None:
    assert state(checked(None)) == LegalState.UNKNOWN
    assert state(checked(LegalResult.UNKNOWN)) == LegalState.UNKNOWN


def test_a_check_that_lies_ahead_says_nothing_yet() -> None:
    assert state(checked(LegalResult.CLEAR, days_ago=-1)) == LegalState.UNKNOWN


def test_an_order_forbids_even_if_the_check_called_it_clear() -> None:
    assert state(checked(LegalResult.CLEAR, order())) == LegalState.FORBIDDEN


def test_a_check_that_found_an_order_is_unknown_until_the_order_is_written_down() -> None:
    other = order(forbids=frozenset({"direct"}))
    assert state(checked(LegalResult.RESTRICTED)) == LegalState.UNKNOWN
    assert state(checked(LegalResult.RESTRICTED, other)) == LegalState.CLEAR


def test_an_order_that_was_over_before_the_check_is_not_the_one_it_found() -> None:
    old = order(ends_on=DAY - timedelta(days=50))
    assert state(checked(LegalResult.RESTRICTED, old)) == LegalState.UNKNOWN
    ahead = order(starts_on=DAY + timedelta(days=50))
    assert state(checked(LegalResult.RESTRICTED, ahead)) == LegalState.CLEAR


def test_an_order_holds_on_its_first_day_and_not_on_the_day_it_ends() -> None:
    one_day = order(starts_on=DAY, ends_on=DAY + timedelta(days=1))
    found = checked(LegalResult.CLEAR, one_day)
    days = [state(found, on=DAY + timedelta(days=n)) for n in (-1, 0, 1)]
    assert days == [LegalState.CLEAR, LegalState.FORBIDDEN, LegalState.CLEAR]


def test_a_permission_opens_what_it_allows_on_its_days() -> None:
    found = checked(LegalResult.RESTRICTED, order(permissions=(permission(),)))
    days = [state(found, on=DAY + timedelta(days=n)) for n in (-1, 0, 1, 2)]
    assert days == [LegalState.FORBIDDEN, LegalState.CLEAR, LegalState.CLEAR, LegalState.FORBIDDEN]
    assert state(found, "direct") == LegalState.FORBIDDEN


@pytest.mark.parametrize(
    "lacks",
    [
        {"granted": False},
        {"evidenced": False},
        {"starts_on": None},
        {"starts_on": DAY + timedelta(days=1)},
        {"until": DAY},
        {"ended_on": DAY},
        {"reopened": "licence"},
        {"allows": frozenset()},
    ],
    ids=str,
)
def test_what_is_not_granted_not_seen_over_or_reopened_opens_nothing(lacks: dict[str, object]) -> None:
    found = checked(LegalResult.RESTRICTED, order(permissions=(permission(**lacks),)))
    assert state(found) == LegalState.FORBIDDEN


def test_a_check_since_which_something_changed_is_stale() -> None:
    assert state(replace(checked(LegalResult.CLEAR), reopened="recall")) == LegalState.STALE
    assert state(replace(checked(LegalResult.UNKNOWN), reopened="recall")) == LegalState.UNKNOWN
    assert state(replace(checked(LegalResult.CLEAR, order()), reopened="recall")) == LegalState.FORBIDDEN


def test_forbidden_comes_before_stale_and_unknown() -> None:
    week = timedelta(days=7)
    assert state(checked(None, order()), at_most=week) == LegalState.FORBIDDEN
    assert state(checked(LegalResult.CLEAR, order(), days_ago=30), at_most=week) == LegalState.FORBIDDEN
    assert state(checked(LegalResult.UNKNOWN, days_ago=30), at_most=week) == LegalState.UNKNOWN
    assert state(checked(LegalResult.CLEAR, days_ago=30), at_most=week) == LegalState.STALE
    assert state(checked(LegalResult.CLEAR, days_ago=7), at_most=week) == LegalState.CLEAR


@given(facts, st.sampled_from(SCOPES), near)
def test_clear_means_that_somebody_could_say_and_that_nothing_forbids(found: LegalFacts, scope: str, on: date) -> None:
    if state(found, scope, on) == LegalState.CLEAR:
        assert found.result in {LegalResult.CLEAR, LegalResult.RESTRICTED}
        assert found.checked_at is not None
        assert found.checked_at <= AT
        assert not any(row.forbids_on(scope, on) for row in found.restrictions)
        assert not found.reopened


@given(restrictions(), st.sampled_from(SCOPES), near)
def test_a_permission_opens_no_more_than_its_scope_on_its_days(row: RestrictionFacts, scope: str, on: date) -> None:
    bare = replace(row, permissions=())
    if bare.forbids_on(scope, on) and not row.forbids_on(scope, on):
        [one, *_more] = [one for one in row.permissions if one.allows_on(scope, on)]
        assert scope in one.allows
        assert one.granted
        assert one.evidenced
        assert not one.reopened
        assert one.starts_on is not None
        assert one.starts_on <= on
        assert all(end is None or on < end for end in (one.until, one.ended_on))


@given(facts, restrictions(), st.sampled_from(SCOPES), near)
def test_one_more_order_never_opens_what_was_forbidden(
    found: LegalFacts, more: RestrictionFacts, scope: str, on: date
) -> None:
    with_more = replace(found, restrictions=(*found.restrictions, more))
    if state(found, scope, on) == LegalState.FORBIDDEN:
        assert state(with_more, scope, on) == LegalState.FORBIDDEN
    if more.forbids_on(scope, on):
        assert state(with_more, scope, on) == LegalState.FORBIDDEN


@given(facts, st.sampled_from(SCOPES), near, st.integers(0, 60))
def test_asking_for_a_fresher_check_never_opens_anything(found: LegalFacts, scope: str, on: date, days: int) -> None:
    strict = state(found, scope, on, at_most=timedelta(days=days))
    if strict == LegalState.CLEAR:
        assert state(found, scope, on) == LegalState.CLEAR
