"""What is uncovered on purpose is counted, and ends at so many a day; ringing a number that is safe now never is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from talkingpiece.accounts.models import User
from talkingpiece.areas.services import adopt_profile
from talkingpiece.audit.models import Event, Kind
from talkingpiece.cases.budget import budget_of
from talkingpiece.cases.models import Case, MoreReveals
from talkingpiece.cases.services import allow_more_reveals, uncover
from talkingpiece.core import clock
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.people.models import ContactPoint
from talkingpiece.people.services import Way
from talkingpiece.protection.classes import Side
from tests.world import World, as_area

HOME = Way("post", "4 Quarry Lane, Ashdown")


def uncovered(world: World, user: User, case: Case, channel: str = "post", **more: Any) -> str:
    point = ContactPoint.objects.get(person=case.victim, channel=channel)
    asked = {"what": "point", "id": str(point.pk), "purpose": "contact", **more}
    answer = world.client(user).post(reverse("casefile:uncover", args=[case.reference]), asked)
    return str(answer.content.decode())


def of_a_day(world: World, count: int) -> None:
    adopt_profile(area=world.area, differences={"reveals": {"a_day": count}}, at=world.now)


def test_twenty_a_day_unless_the_area_says_otherwise(world: World) -> None:
    assert budget_of(world.facilitator.pk, world.area.pk, clock.now()).left == 20


def test_it_is_said_how_many_are_left_and_the_last_one_ends_it(world: World) -> None:
    of_a_day(world, 2)
    case = world.case(ways=(HOME,))
    ask = reverse("casefile:reveal", args=[case.reference])
    point = ContactPoint.objects.get(person=case.victim)
    page = world.client(world.facilitator).post(ask, {"what": "point", "id": str(point.pk)}).content.decode()
    assert "You can uncover 2 more today" in page
    assert "Quarry Lane" in uncovered(world, world.facilitator, case)
    assert "You can uncover one more today" in uncovered(world, world.facilitator, case, purpose="")
    assert "Quarry Lane" in uncovered(world, world.facilitator, case)
    page = uncovered(world, world.facilitator, case)
    assert "Quarry Lane" not in page
    assert "Nothing more is uncovered today" in page
    assert world.supervisor.name in page
    assert world.scheme_manager.name in page
    assert Event.objects.filter(kind=Kind.REVEAL).count() == 2
    assert Event.objects.get(name="reveals.spent").actor_id == world.facilitator.pk


def test_a_number_that_is_safe_now_is_one_tap_when_nothing_is_left(world: World) -> None:
    of_a_day(world, 1)
    case = world.case(ways=(HOME, Way("call", "01632 960001")))
    assert "Quarry Lane" in uncovered(world, world.facilitator, case)
    point = ContactPoint.objects.get(person=case.victim, channel="call")
    tapped = world.client(world.facilitator).post(
        reverse("casefile:reveal", args=[case.reference]), {"what": "point", "id": str(point.pk)}
    )
    assert "01632 960001" in tapped.content.decode()
    assert budget_of(world.facilitator.pk, world.area.pk, clock.now()).used == 1


def test_it_is_each_persons_own_and_each_days(world: World) -> None:
    of_a_day(world, 1)
    case = world.case(ways=(HOME,))
    assert "Quarry Lane" in uncovered(world, world.facilitator, case)
    assert "Quarry Lane" not in uncovered(world, world.facilitator, case)
    assert "Quarry Lane" in uncovered(world, world.supervisor, case)
    with clock.pretend(world.now + timedelta(days=1)):
        assert "Quarry Lane" in uncovered(world, world.facilitator, case)


@pytest.mark.parametrize("who", ["supervisor", "scheme_manager"])
def test_whoever_answers_for_the_work_allows_more_for_a_reason(world: World, who: str) -> None:
    of_a_day(world, 1)
    case = world.case(ways=(HOME,))
    uncovered(world, world.facilitator, case)
    assert "Quarry Lane" not in uncovered(world, world.facilitator, case)
    client = world.client(getattr(world, who))
    page = client.get(reverse("casefile:overview")).content.decode()
    address = reverse("casefile:more_reveals", args=[world.facilitator.pk])
    assert address in page
    assert "None left" in client.get(reverse("casefile:reveals")).content.decode()
    assert "Say why they need more today" in client.post(address, {"why": " "}).content.decode()
    assert not MoreReveals.objects.exists()
    assert client.post(address, {"why": "Letters to the whole wing"}).status_code == 302
    assert "Quarry Lane" in uncovered(world, world.facilitator, case)
    (entry,) = Event.objects.filter(name="reveals.more_allowed")
    assert entry.actor_id == getattr(world, who).pk


def test_nobody_allows_themselves_more(world: World) -> None:
    address = reverse("casefile:more_reveals", args=[world.supervisor.pk])
    assert world.client(world.supervisor).post(address, {"why": "I am busy"}).status_code == 404
    with pytest.raises(IllegalTransition):
        allow_more_reveals(area=world.area, user=world.supervisor, why="Busy", by=world.supervisor, at=world.now)


@pytest.mark.parametrize("who", ["facilitator", "coordinator", "offender_manager", "evaluator"])
def test_for_everybody_else_the_page_is_not_there(world: World, who: str) -> None:
    client = world.client(getattr(world, who))
    assert client.get(reverse("casefile:reveals")).status_code == 404
    assert client.get(reverse("casefile:more_reveals", args=[world.facilitator.pk])).status_code == 404


def test_two_windows_uncover_the_last_one_of_the_day_once(committed_world: World) -> None:
    world = committed_world
    with as_area(world):
        of_a_day(world, 3)
        case = world.case(ways=(HOME,))

    def once(_n: int) -> bool:
        try:
            with as_area(world):
                return uncover(
                    "point.revealed",
                    about=case,
                    side=Side.VICTIM,
                    purpose="contact",
                    by=world.facilitator,
                    at=clock.now(),
                )
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        shown = list(pool.map(once, range(8)))
    assert sum(shown) == 3
