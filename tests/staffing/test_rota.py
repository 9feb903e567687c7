"""The duty rota: at any moment exactly one person owns the front door, whatever was planned, changed or taken away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.accounts.models import User
from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import add_user, give_role, write_leave
from talkingpiece.staffing.queries import duty_owner, rota
from talkingpiece.staffing.rota import Turn, owner_at, with_turn, without_turn
from talkingpiece.staffing.services import CannotBeOnDuty, plan_duty, take_duty_away
from tests.world import World

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
PEOPLE = [UUID(int=number) for number in (1, 2, 3)]
HOURS = st.integers(0, 40)
PLANS = st.tuples(st.just("plan"), st.sampled_from(PEOPLE), HOURS, st.one_of(st.none(), st.integers(1, 20)))
REMOVALS = st.tuples(st.just("remove"), HOURS)


def hour(number: int) -> datetime:
    return START + timedelta(hours=number)


def model(owners: list[UUID], step: Any) -> list[UUID]:
    """The same rota, kept hour by hour, for somebody to compare with."""
    _kind, person, begins, length = step
    until = begins + length if length else None
    return [person if begins <= number and (until is None or number < until) else o for number, o in enumerate(owners)]


@given(st.lists(st.one_of(PLANS, REMOVALS), max_size=12))
def test_each_moment_has_exactly_one_owner_after_any_sequence(steps: list[Any]) -> None:
    chain = [Turn(PEOPLE[0], START)]
    for step in steps:
        if step[0] == "plan":
            _kind, person, begins, length = step
            chain = with_turn(chain, person, hour(begins), hour(begins + length) if length else None)
        elif len(chain) > 1:
            chain = without_turn(chain, chain[1 + step[1] % (len(chain) - 1)].starts_at)
        starts = [turn.starts_at for turn in chain]
        assert starts == sorted(set(starts))
        assert chain[0].starts_at <= START
        assert all(one.user_id != two.user_id for one, two in zip(chain, chain[1:], strict=False))
        assert all(owner_at(chain, hour(number)) in PEOPLE for number in range(70))


@given(st.lists(st.tuples(st.just("plan"), st.sampled_from(PEOPLE), HOURS, st.integers(1, 20)), max_size=8))
def test_a_turn_with_an_end_changes_nothing_outside_it(steps: list[Any]) -> None:
    chain, owners = [Turn(PEOPLE[0], START)], [PEOPLE[0]] * 70
    for step in steps:
        _kind, person, begins, length = step
        chain = with_turn(chain, person, hour(begins), hour(begins + length))
        owners = model(owners, step)
        assert [owner_at(chain, hour(number)) for number in range(70)] == owners


def test_nobody_owns_what_came_before_the_first_turn() -> None:
    assert owner_at([Turn(uuid4(), START)], START - timedelta(seconds=1)) is None


def coordinator(world: World, name: str = "Owen Pryce") -> User:
    user = add_user(email=f"{name.split()[0].lower()}@example.org", name=name, at=world.now)
    give_role(user=user, area=world.area, role=Role.COORDINATOR, by=None, at=world.now - timedelta(days=1))
    return user


def day(world: World, days: float) -> datetime:
    return world.now + timedelta(days=days)


def plan(world: World, user: User, start: float, end: float | None) -> None:
    ends_at = day(world, end) if end is not None else None
    plan_duty(
        area=world.area, user=user, starts_at=day(world, start), ends_at=ends_at, by=world.coordinator, at=world.now
    )


def test_a_planned_turn_begins_and_ends_by_itself(world: World) -> None:
    owen = coordinator(world)
    plan(world, owen, 2, 4)
    owners = [duty_owner(world.area.pk, day(world, days)) for days in (1.99, 2, 3.99, 4)]
    assert owners == [world.coordinator, owen, owen, world.coordinator]


def test_a_turn_planned_over_others_takes_their_place(world: World) -> None:
    owen, nia = coordinator(world), coordinator(world, "Nia Evans")
    plan(world, owen, 2, 4)
    plan(world, nia, 3, 6)
    owners = [duty_owner(world.area.pk, day(world, days)) for days in (2.5, 3, 5, 6)]
    assert owners == [owen, nia, nia, world.coordinator]


def test_a_turn_that_was_taken_away_goes_to_whoever_is_on_before(world: World) -> None:
    plan(world, coordinator(world), 2, 4)
    ahead = rota(world.area.pk, world.now)[1]
    take_duty_away(duty_id=ahead.pk, by=world.coordinator, at=world.now)
    assert duty_owner(world.area.pk, day(world, 3)) == world.coordinator
    assert len(rota(world.area.pk, world.now)) == 1


def test_what_has_begun_is_not_taken_away_or_planned_anew(world: World) -> None:
    running = rota(world.area.pk, world.now)[0]
    with pytest.raises(CannotBeOnDuty, match="has begun"):
        take_duty_away(duty_id=running.pk, by=world.coordinator, at=world.now)
    with pytest.raises(CannotBeOnDuty, match="now or later"):
        plan(world, coordinator(world), -1, 2)
    assert duty_owner(world.area.pk, world.now) == world.coordinator


def test_only_somebody_who_decides_on_referrals_is_planned(world: World) -> None:
    with pytest.raises(CannotBeOnDuty):
        plan(world, world.facilitator, 1, 2)
    assert len(rota(world.area.pk, world.now)) == 1


def away(world: World, user: User, stand_in: User, start: int = 1, back: int = 3) -> None:
    today = world.now.date()
    write_leave(
        area_id=world.area.pk,
        user=user,
        stand_in=stand_in,
        starts_on=today + timedelta(days=start),
        ends_on=today + timedelta(days=back),
        by=world.coordinator,
        at=world.now,
    )


def test_while_the_duty_owner_is_away_their_stand_in_owns_the_door(world: World) -> None:
    owen = coordinator(world)
    away(world, world.coordinator, owen)
    owners = [duty_owner(world.area.pk, day(world, days)) for days in (0, 2, 4)]
    assert owners == [world.coordinator, owen, world.coordinator]


def test_a_stand_in_who_may_not_decide_or_is_away_does_not_own_it(world: World) -> None:
    away(world, world.coordinator, world.facilitator)
    assert duty_owner(world.area.pk, day(world, 2)) == world.coordinator


def test_a_stand_in_who_is_away_as_well_does_not_own_it(world: World) -> None:
    owen = coordinator(world)
    away(world, world.coordinator, owen)
    away(world, owen, world.facilitator)
    assert duty_owner(world.area.pk, day(world, 2)) == world.coordinator
