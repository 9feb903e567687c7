"""From the public door to an open case, in a real browser; the public part narrow and without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from talkingpiece.cases.models import Case
from talkingpiece.people.queries import ways_of
from tests.world import World, as_area, build_world


@pytest.fixture
def served_world(live_url: str) -> World:
    with transaction.atomic():
        return build_world()


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Save and continue").click()


def write(page: Page) -> None:
    page.get_by_label("What should we call you?").fill("Maya")
    go_on(page)
    page.get_by_label("Phone call").check()
    page.get_by_label("Which number may we call?").fill("01632 96")
    go_on(page)
    assert "Everything you wrote is still here." in page.content()
    page.get_by_label("Which number may we call?").fill("01632 960417")
    page.get_by_label("Ask for me, and give a first name only").check()
    go_on(page)
    page.get_by_label("I am not sure").check()
    go_on(page)
    assert "Nobody watches this page day and night." in page.content()
    page.get_by_role("link", name="Go on with the questions instead").click()
    page.get_by_role("button", name="Skip this question").click()
    page.get_by_label("What happened?").fill("Somebody broke in at night.")
    go_on(page)
    for _question in ("other person", "how far", "hopes", "help"):
        page.get_by_role("button", name="Skip this question").click()


def test_from_the_public_door_to_an_open_case(
    served_world: World, live_url: str, page_without_js: Page, page: Page, axe: Callable[[Page], None]
) -> None:
    victim, world = page_without_js, served_world
    victim.goto(live_url + reverse("front:home"))
    axe(victim)
    victim.get_by_role("button", name="Start for yourself").click()
    victim.get_by_role("button", name="Start", exact=True).click()
    write(victim)
    axe(victim)
    assert "Somebody broke in at night." in victim.content()
    victim.get_by_role("button", name="Send").click()
    assert "Thank you. It has arrived" in victim.content()
    axe(victim)

    client = Client()
    with transaction.atomic():
        client.force_login(world.coordinator, backend="django.contrib.auth.backends.ModelBackend")
    page.context.add_cookies([{"name": "s", "value": client.cookies["s"].value, "url": live_url}])
    page.goto(live_url + reverse("referrals:queue"))
    assert "Act first" in page.content()
    axe(page)
    page.get_by_role("link", name="Maya").click()
    axe(page)
    page.get_by_role("button", name="Write down what was done").click()
    page.get_by_label("What was done?").fill("Rang her: she is safe at her sister’s.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Accept").click()
    page.get_by_label("What kind of harm was it?").select_option("burglary")
    page.get_by_label("What happened, in one neutral sentence").fill("Burglary of her home.")
    page.get_by_label("Not yet").check()
    page.get_by_role("button", name="Accept and open the case").click()

    with as_area(world):
        case = Case.objects.get()
        assert case.victim.called == "Maya"
        assert [way.value for way in ways_of(case.victim_id)] == ["01632 960417"]
    assert case.reference in page.url
