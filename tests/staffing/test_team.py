"""The team and its rota, as those see them who arrange the work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import add_user, give_role, write_leave
from talkingpiece.staffing.models import Facilitator, Level
from talkingpiece.staffing.queries import duty_owner, rota
from tests.world import World


def page(world: World, who: str, name: str, *args: object) -> str:
    answer = world.client(getattr(world, who)).get(reverse(name, args=args))
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator", 200), ("supervisor", 200), ("scheme_manager", 200), ("facilitator", 404), ("evaluator", 404)],
)
def test_the_team_is_seen_by_those_who_answer_for_it(world: World, who: str, status: int) -> None:
    assert world.client(getattr(world, who)).get(reverse("staffing:team")).status_code == status


def test_it_says_who_carries_what_and_what_has_lapsed(world: World) -> None:
    world.case()
    Facilitator.objects.filter(user=world.facilitator).update(vetting_until=world.now.date() - timedelta(days=2))
    html = page(world, "coordinator", "staffing:team")
    daniel = html.split("Daniel Okafor")[1].split("</tr>")[0]
    assert "1 of 8" in daniel
    assert "Vetting ran out on" in daniel
    assert "Lapsed" in daniel
    assert "Lapsed" not in html.split("Ruth Penhaligon")[1].split("</tr>")[0]
    assert "On duty" in html.split("Priya Raman</")[0] or "On duty" in html


def test_only_what_opens_is_offered(world: World) -> None:
    assert "Leaving the service" in page(world, "scheme_manager", "staffing:team")
    assert "Leaving the service" not in page(world, "coordinator", "staffing:team")
    assert reverse("staffing:rota") not in page(world, "supervisor", "staffing:team")


def test_the_number_of_queries_does_not_grow_with_the_team(world: World, django_assert_max_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, path = world.client(world.coordinator), reverse("staffing:team")
    with CaptureQueriesContext(connection) as before:
        client.get(path)
    for number in range(6):
        user = add_user(email=f"w{number}@example.org", name=f"Worker {number}", at=world.now)
        give_role(user=user, area=world.area, role=Role.FACILITATOR, by=None, at=world.now - timedelta(days=1))
        today = world.now.date()
        write_leave(
            area_id=world.area.pk,
            user=user,
            stand_in=world.facilitator,
            starts_on=today,
            ends_on=today + timedelta(days=3),
            by=world.coordinator,
            at=world.now,
        )
    with CaptureQueriesContext(connection) as after:
        client.get(path)
    assert len(after) == len(before)


def registering(world: World, **changes: str) -> dict[str, str]:
    day = world.now.date() + timedelta(days=40)
    typed = {"level": Level.FOUNDATION.value, "employment": "paid", "capacity": "5", "languages": "Welsh"}
    typed |= {"taking_cases": "yes", "competences": "hate_crime", "why": "I wish to listen."}
    for name in ("supervision_due_on", "vetting_until"):
        typed |= {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}
    return typed | changes


@pytest.mark.parametrize(("who", "status"), [("scheme_manager", 302), ("coordinator", 302), ("supervisor", 404)])
def test_a_facilitator_is_registered_and_changed(world: World, who: str, status: int) -> None:
    path = reverse("staffing:facilitator", args=[world.facilitator.pk])
    assert world.client(getattr(world, who)).post(path, registering(world)).status_code == status
    changed = Facilitator.objects.get(user=world.facilitator)
    assert (changed.level == Level.FOUNDATION) is (status == 302)


def test_an_incomplete_registration_is_told_and_changes_nothing(world: World) -> None:
    path = reverse("staffing:facilitator", args=[world.facilitator.pk])
    html = world.client(world.coordinator).post(path, registering(world, capacity="")).content.decode()
    assert "Enter a number" in html
    assert Facilitator.objects.get(user=world.facilitator).capacity == 8


def second(world: World) -> User:
    user = add_user(email="owen@example.org", name="Owen Pryce", at=world.now)
    give_role(user=user, area=world.area, role=Role.COORDINATOR, by=None, at=world.now - timedelta(days=1))
    return user


def turn(world: World, user: User, start: int, end: int) -> dict[str, str]:
    typed = {"user": str(user.pk)}
    for name, days in (("starts_at", start), ("ends_at", end)):
        at = timezone.localtime(world.now) + timedelta(days=days)
        typed |= {f"{name}_day": str(at.day), f"{name}_month": str(at.month), f"{name}_year": str(at.year)}
        typed[f"{name}_time"] = "09:00"
    return typed


def at_noon(world: World, days: int) -> Any:
    return timezone.localtime(world.now).replace(hour=12, minute=0) + timedelta(days=days)


def test_a_turn_is_planned_changed_and_taken_away_on_the_page(world: World) -> None:
    owen, client = second(world), world.client(world.coordinator)
    assert client.post(reverse("staffing:rota"), turn(world, owen, 2, 5)).status_code == 302
    assert duty_owner(world.area.pk, at_noon(world, 3)) == owen
    ahead = rota(world.area.pk, world.now)[1]
    assert client.post(reverse("staffing:duty", args=[ahead.pk]), turn(world, owen, 7, 8)).status_code == 302
    owners = [duty_owner(world.area.pk, at_noon(world, days)) for days in (3, 7)]
    assert owners == [world.coordinator, owen]
    ahead = rota(world.area.pk, world.now)[1]
    assert client.post(reverse("staffing:take_away", args=[ahead.pk])).status_code == 302
    assert duty_owner(world.area.pk, at_noon(world, 7)) == world.coordinator


def test_a_turn_that_ends_before_it_begins_is_an_error(world: World) -> None:
    html = world.client(world.coordinator).post(reverse("staffing:rota"), turn(world, second(world), 5, 2))
    assert "The end must come after the beginning" in html.content.decode()
    assert len(rota(world.area.pk, world.now)) == 1


def test_only_those_who_set_duty_reach_the_rota(world: World) -> None:
    duty = rota(world.area.pk, world.now)[0]
    for who, status in (("scheme_manager", 200), ("supervisor", 404), ("facilitator", 404)):
        client = world.client(getattr(world, who))
        assert client.get(reverse("staffing:rota")).status_code == status
        assert client.get(reverse("staffing:duty", args=[duty.pk])).status_code == status


@pytest.mark.parametrize("able", [True, False])
def test_the_rota_warns_of_a_leave_beforehand(world: World, able: bool) -> None:
    today = world.now.date()
    write_leave(
        area_id=world.area.pk,
        user=world.coordinator,
        stand_in=second(world) if able else world.facilitator,
        starts_on=today + timedelta(days=3),
        ends_on=today + timedelta(days=9),
        by=world.coordinator,
        at=world.now,
    )
    html = page(world, "coordinator", "staffing:rota")
    assert ("Owen Pryce owns the front door then" in html) is able
    assert ("Put somebody else on duty" in html) is not able
