"""At the front door: one tap for the worker of the referral and a number that is safe now; else a purpose, counted."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from django.urls import reverse

from talkingpiece.accounts.models import User
from talkingpiece.accounts.services import write_leave
from talkingpiece.audit.models import Event, Kind
from talkingpiece.cases.budget import budget_of
from talkingpiece.core import clock
from talkingpiece.people.services import Way
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.states import SafeNow
from tests.referrals.visitor import CALL, arrived
from tests.world import World

HOME = Way("post", "4 Quarry Lane")
NEVER = Way("call", "01632 960417", from_time=time(0, 0), to_time=time(0, 1))


def tap(world: World, user: User, referral: Referral, act: str = "reveal", **data: Any) -> str:
    path = reverse(f"referrals:{act}", args=[referral.reference])
    return str(world.client(user).post(path, {"number": "0", **data}).content.decode())


def purposes() -> list[str]:
    return list(Event.objects.filter(kind=Kind.REVEAL).values_list("basis", flat=True))


def test_whoever_is_on_duty_taps_once(world: World) -> None:
    assert CALL.value in tap(world, world.coordinator, arrived(world))
    assert purposes() == ["safe_now"]
    assert budget_of(world.coordinator.pk, world.area.pk, clock.now()).used == 0


@pytest.mark.parametrize(
    ("who", "way"),
    [("coordinator", HOME), ("coordinator", NEVER), ("supervisor", CALL)],
    ids=["an address", "the wrong hour", "not their referral"],
)
def test_everything_else_is_asked_for_and_counted(world: World, who: str, way: Way) -> None:
    user, referral = getattr(world, who), arrived(world, ways=(way,))
    page = tap(world, user, referral)
    assert way.value not in page
    assert "What do you need it for?" in page
    assert way.value not in tap(world, user, referral, "uncover", purpose="")
    assert not purposes()
    assert way.value in tap(world, user, referral, "uncover", purpose="contact")
    assert purposes() == ["contact"]
    assert budget_of(user.pk, world.area.pk, clock.now()).used == 1


def test_a_stand_in_taps_once_while_the_other_is_away(world: World) -> None:
    referral, today = arrived(world), clock.now().date()
    assert CALL.value not in tap(world, world.supervisor, referral)
    write_leave(
        area_id=world.area.pk,
        user=world.coordinator,
        stand_in=world.supervisor,
        starts_on=today,
        ends_on=today + timedelta(days=3),
        by=world.coordinator,
        at=clock.now(),
    )
    assert CALL.value in tap(world, world.supervisor, referral)


def test_nobody_is_asked_what_for_while_somebody_may_be_in_danger(world: World) -> None:
    referral = arrived(world, ways=(NEVER,), safe_now=SafeNow.NO)
    assert NEVER.value in tap(world, world.supervisor, referral)
    assert purposes() == ["safety"]
