"""From what is missing to an open area, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from talkingpiece.accounts.models import User
from talkingpiece.areas.queries import opening_of
from talkingpiece.planning_group.queries import steps_of
from talkingpiece.planning_group.services import close_for_meetings, give_evidence
from tests.world import World, as_area, build_world


@pytest.fixture(scope="module")
def almost(live_url: str) -> World:
    """Closed, and one thing is missing."""
    with transaction.atomic():
        world = build_world()
    with as_area(world):
        close_for_meetings(area_id=world.area.pk, why="To look again.", by=world.scheme_manager, at=world.now)
        for one in steps_of(world.area, world.now):
            if one.item.before_meetings and not one.live and one.item.key != "lone_working":
                give_evidence(
                    area_id=world.area.pk,
                    item=one.item.key,
                    words="Seen.",
                    dated=world.now.date(),
                    by=world.coordinator,
                    at=world.now,
                )
    return world


def sign_in(page: Page, live_url: str, user: User) -> None:
    client = Client()
    with transaction.atomic():
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page.context.add_cookies([{"name": "s", "value": client.cookies["s"].value, "url": live_url}])


def fill_day(page: Page, legend: str, world: World) -> None:
    day = world.now.date()
    group = page.get_by_role("group", name=legend)
    for name, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(name).fill(str(value))


def test_the_last_thing_is_written_down_and_the_area_is_opened(
    almost: World, live_url: str, page_without_js: Page, axe: Callable[[Page], None]
) -> None:
    page = page_without_js
    sign_in(page, live_url, almost.scheme_manager)
    page.goto(live_url + reverse("planning_group:steps"))
    axe(page)
    page.get_by_role("button", name="See all that comes first").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not yet: one thing comes before meetings")
    axe(page)
    page.get_by_role("button", name="Look at this item").click()
    axe(page)
    page.get_by_role("button", name="Write down what you saw").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Write what you saw")
    axe(page)
    page.get_by_label("What did you see?").fill("The rule of two, and a call when home.")
    fill_day(page, "Of which day is it?", almost)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The rule of two").first).to_be_visible()
    page.goto(live_url + reverse("planning_group:open"))
    axe(page)
    fill_day(page, "On which day did the group sit?", almost)
    page.get_by_label("Who was there?").fill("Probation, police, the service")
    page.get_by_role("button", name="Open the area for meetings").click()
    expect(page.get_by_text("There: Probation, police, the service.")).to_be_visible()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    with as_area(almost):
        assert opening_of(almost.area.pk)
