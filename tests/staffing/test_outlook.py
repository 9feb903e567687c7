"""How the next months may go: asked for, played beside everything else, and read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from talkingpiece.cases.models import Case
from talkingpiece.staffing import outlook as reading
from talkingpiece.staffing.capacity.scenarios import combined, play, to_json
from talkingpiece.staffing.models import Facilitator, Outlook
from talkingpiece.staffing.outlook import today_of
from talkingpiece.staffing.services import outlook as services
from tests.world import World

PAGE = "staffing:outlook"


def played(world: World, *, times: int = 2) -> Outlook:
    today = today_of(world.area, world.now)
    return Outlook.objects.create(
        area=world.area,
        asked_by=world.scheme_manager,
        asked_at=world.now,
        done_at=world.now,
        seconds=1,
        grounds=[one.to_json() for one in today.grounds],
        outcomes=[to_json(one) for one in play(today.service, today.newcomer, times=times)],
    )


def of(world: World, key: str) -> Any:
    return next(one for one in today_of(world.area, world.now).grounds if one.key == key)


def test_with_few_cases_the_page_of_staff_stands_in(world: World) -> None:
    world.case()
    assert (of(world, "cases_a_month").of, of(world, "path_direct").of) == (0, 0)
    assert of(world, "cases_a_month").value == pytest.approx(400 * 0.787 / 12)


def test_with_enough_cases_the_area_s_own_count(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ENOUGH_CAME", 2)
    for name in ("Maya", "Joan", "Ola"):
        world.case(name)
    assert (of(world, "cases_a_month").of, of(world, "cases_a_month").value) == (3, 0.25)
    Case.objects.update(opened_at=world.now - timedelta(days=500))
    assert of(world, "cases_a_month").of == 0


def test_facilitators_are_there_with_what_they_carry(world: World) -> None:
    world.case()
    today = today_of(world.area, world.now)
    assert sum(one.open_cases for one in today.service.workers) == 1
    Facilitator.objects.update(taking_cases=False)
    assert today_of(world.area, world.now).service.workers == ()


def test_it_is_asked_for_once_and_then_it_is_there(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    deferred: list[Any] = []
    monkeypatch.setattr(services, "enqueue", lambda name, **ids: deferred.append((name, ids)))
    client = world.client(world.scheme_manager)
    assert "Play it through" in client.get(reverse(PAGE)).content.decode()
    for _twice in range(2):
        assert client.post(reverse(PAGE)).status_code == 302
    asked = Outlook.objects.get()
    assert deferred == [("staffing.play_outlook", {"area_id": world.area.pk, "outlook_id": asked.pk})]
    assert "It is being played through" in client.get(reverse(PAGE)).content.decode()
    monkeypatch.setattr(services, "play", lambda service, newcomer: play(service, newcomer, times=2))
    services.play_outlook(outlook_id=asked.pk)
    html = client.get(reverse(PAGE)).content.decode()
    assert "As it stands, somebody who comes would wait" in html
    assert html.count('role="img"') == 4
    asked.refresh_from_db()
    assert len(asked.outcomes) == len(combined())
    before = asked.done_at
    services.play_outlook(outlook_id=asked.pk)
    asked.refresh_from_db()
    assert asked.done_at == before


def test_what_never_came_may_be_asked_for_again(world: World) -> None:
    late = world.now - services.GIVEN_UP_AFTER - timedelta(seconds=1)
    first = services.ask_outlook(area=world.area, by=world.scheme_manager, at=late)
    assert services.ask_outlook(area=world.area, by=world.scheme_manager, at=world.now) != first


def test_others_read_it_and_do_not_ask_for_it(world: World) -> None:
    played(world)
    client = world.client(world.coordinator)
    html = client.get(reverse(PAGE)).content.decode()
    assert "What it stands on" in html
    assert "too few cases of your own" in html
    assert "Play it through" not in html
    assert client.post(reverse(PAGE)).status_code == 404
    assert world.client(world.facilitator).get(reverse(PAGE)).status_code == 404
