"""An agreement opens and closes at a minute: local midnight of its first and of its last day, or when it was ended."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.queries import covering, holds, in_force
from talkingpiece.agreements.states import Category
from tests.agreements.given import DAY, midnight, row
from tests.world import World

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
SUMMER = date(2026, 7, 1)  # an hour before or after midnight, it is another day in UTC


def another(world: World, **changes: Any) -> Agreement:
    plain: dict[str, Any] = {"starts_on": SUMMER, "ends_on": SUMMER + 10 * DAY, "signed_at": midnight(SUMMER - DAY)}
    return row(world, **(plain | changes))


def ground_at(world: World, at: datetime) -> Agreement | None:
    agency = world.victim_support.pk
    return covering(world.area.pk, agency, send=[Category.IDENTITY], receive=[Category.RISK], at=at)


def test_it_opens_at_local_midnight_and_closes_at_local_midnight(world: World) -> None:
    agreement = another(world)
    first, last = midnight(SUMMER), midnight(SUMMER + 10 * DAY)
    seen = [ground_at(world, at) for at in (first - SECOND, first, last - SECOND, last)]
    assert seen == [None, agreement, agreement, None]


def test_signed_after_its_first_day_it_opens_at_the_minute_of_the_signature(world: World) -> None:
    signed = midnight(SUMMER + DAY) + timedelta(hours=14)
    agreement = another(world, signed_at=signed)
    assert [ground_at(world, at) for at in (signed - SECOND, signed)] == [None, agreement]


def test_ended_early_it_is_closed_from_that_minute_and_was_open_before(world: World) -> None:
    ended = midnight(SUMMER + DAY) + timedelta(hours=9, minutes=59)
    agreement = another(world, ended_at=ended)
    assert [ground_at(world, at) for at in (ended - SECOND, ended, ended + DAY)] == [agreement, None, None]


@given(
    minute=st.integers(-3 * 1440, 14 * 1440),
    signed=st.none() | st.integers(-2 * 1440, 12 * 1440),
    length=st.none() | st.integers(0, 12 * 1440),
)
def test_one_that_was_read_before_says_the_same_as_the_query(
    minute: int, signed: int | None, length: int | None
) -> None:
    start = midnight(SUMMER)
    signed_at = None if signed is None else start + signed * MINUTE
    one = Agreement(
        starts_on=SUMMER,
        ends_on=SUMMER + 10 * DAY,
        signed_at=signed_at,
        ended_at=signed_at + length * MINUTE if signed_at and length is not None else None,
    )
    at = start + minute * MINUTE
    opens = max(start, one.signed_at) if one.signed_at else None
    closes = min(midnight(SUMMER + 10 * DAY), one.ended_at or at + DAY)
    assert holds(one, at) == (opens is not None and opens <= at < closes)


@pytest.mark.parametrize("offset", [-1, 0, 1])
@pytest.mark.parametrize("edge", ["first", "last", "signed", "ended"])
def test_query_and_row_agree_at_every_edge(world: World, edge: str, offset: int) -> None:
    signed, ended = midnight(SUMMER) + timedelta(hours=3), midnight(SUMMER + 5 * DAY) + timedelta(hours=23, minutes=30)
    agreement = another(world, signed_at=signed, ended_at=ended)
    edges = {"first": midnight(SUMMER), "last": midnight(agreement.ends_on), "signed": signed, "ended": ended}
    at = edges[edge] + offset * MINUTE
    assert holds(agreement, at) == in_force(world.area.pk, at=at).filter(pk=agreement.pk).exists()


def test_two_that_are_signed_never_overlap(world: World) -> None:
    another(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        another(world, starts_on=SUMMER + 9 * DAY, ends_on=SUMMER + 20 * DAY)
    another(world, starts_on=SUMMER + 10 * DAY, ends_on=SUMMER + 20 * DAY)


def test_a_draft_and_one_that_was_ended_before_stand_in_nobodys_way(world: World) -> None:
    ended = midnight(SUMMER + 2 * DAY)
    another(world, signed_at=None)
    another(world, ended_at=ended)
    with pytest.raises(IntegrityError), transaction.atomic():
        another(world, signed_at=ended - MINUTE)
    after = another(world, signed_at=ended)
    assert ground_at(world, ended) == after
