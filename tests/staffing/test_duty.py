"""Each area has one duty owner at any moment, whatever happens at the same time."""

from concurrent.futures import Future
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import add_user, give_role
from talkingpiece.staffing.models import Duty
from talkingpiece.staffing.queries import NoDutyOwner, duty_owner
from talkingpiece.staffing.services import CannotBeOnDuty, put_on_duty
from tests.database import other_connection
from tests.world import World, as_area


def second_coordinator(world: World):
    user = add_user(email="second@example.org", name="Owen Pryce", at=world.now)
    give_role(user=user, area=world.area, role=Role.COORDINATOR, by=None, at=world.now - timedelta(days=1))
    return user


def test_whoever_comes_on_duty_ends_the_duty_before(world):
    second = second_coordinator(world)
    put_on_duty(area=world.area, user=second, by=world.coordinator, at=world.now)

    assert duty_owner(world.area.pk, world.now - timedelta(seconds=1)) == world.coordinator
    assert duty_owner(world.area.pk, world.now) == second
    assert Duty.objects.filter(area=world.area).count() == 2


def test_coming_on_duty_twice_is_once(world):
    first = put_on_duty(area=world.area, user=world.coordinator, by=None, at=world.now)
    assert first.starts_at < world.now
    assert Duty.objects.filter(area=world.area).count() == 1


def test_only_somebody_who_may_decide_on_referrals_comes_on_duty(world):
    with pytest.raises(CannotBeOnDuty):
        put_on_duty(area=world.area, user=world.facilitator, by=world.coordinator, at=world.now)
    assert duty_owner(world.area.pk, world.now) == world.coordinator


def test_a_duty_does_not_begin_before_the_present_one(world):
    second = second_coordinator(world)
    with pytest.raises(CannotBeOnDuty):
        put_on_duty(area=world.area, user=second, by=None, at=world.now - timedelta(days=800))


def test_an_area_without_anybody_on_duty_says_so(world):
    with pytest.raises(NoDutyOwner, match="on duty"):
        duty_owner(world.area.pk, world.now - timedelta(days=800))


def test_the_database_refuses_two_at_once(world):
    Duty.objects.create(area=world.area, user=world.coordinator, starts_at=world.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.create(area=world.area, user=world.facilitator, starts_at=world.now)


def test_two_who_come_on_duty_at_the_same_moment_leave_one(committed_world):
    world = committed_world
    with as_area(world):
        second = second_coordinator(world)

    def take_over() -> None:
        with as_area(world):
            put_on_duty(area=world.area, user=second, by=None, at=world.now)

    with other_connection() as run, as_area(world):
        put_on_duty(area=world.area, user=world.coordinator, by=None, at=world.now)
        waiting: Future[None] = run(take_over)
    waiting.result(timeout=10)
    with as_area(world):
        assert duty_owner(world.area.pk, world.now) == second
        assert Duty.objects.filter(area=world.area).count() == 2
