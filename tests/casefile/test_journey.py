"""A facilitator's morning in a real browser: once narrow and without scripts, once wide, checked for accessibility."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from talkingpiece.accounts.models import User
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.cases.services import pass_ball
from talkingpiece.cases.states import Holder
from talkingpiece.people.services import Way
from tests.casefile import rows
from tests.world import World, as_area, build_world


@pytest.fixture(scope="module")
def served_world(live_url: str) -> World:
    with transaction.atomic():
        return build_world()


def case_of(world: World, called: str) -> Case:
    """Somebody of whom a call is owed today, and who may be called at any time."""
    with as_area(world):
        case = world.case(called, ways=(Way("call", "01632 960417"), Way("text", "07700 900417")))
        world.responsible(case)
        rows.contact(world, case, days_ago=9)
        due = world.now + timedelta(minutes=5)
        pass_ball(
            case=case, holder=Holder.USER, user=world.facilitator, what=What.NEXT_CONTACT, at=world.now, due_at=due
        )
        return case


def sign_in(page: Page, live_url: str, user: User) -> None:
    client = Client()
    with transaction.atomic():
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page.context.add_cookies([{"name": "s", "value": client.cookies["s"].value, "url": live_url}])


def test_whom_to_call_on_an_old_telephone(
    served_world: World, live_url: str, page_without_js: Page, axe: Callable[[Page], None]
) -> None:
    page = page_without_js
    case_of(served_world, "Grace")
    sign_in(page, live_url, served_world.facilitator)
    page.goto(live_url + reverse("casefile:my_work"))
    axe(page)
    assert "01632" not in page.content()
    page.get_by_role("button", name="Show the number: safe now").first.click()
    axe(page)
    assert page.get_by_role("button", name="Ring this number").get_attribute("href") == "tel:01632960417"
    page.goto(live_url + reverse("casefile:my_work"))
    # Rang, no answer, try Thursday after six: three inputs.
    page.get_by_text("Log the call").first.click()
    page.get_by_label("Try again").first.fill("Thursday after six")
    page.get_by_role("button", name="No answer").first.click()
    assert page.url.endswith(reverse("casefile:my_work"))
    assert "is recorded. Try again: Thu" in page.content()
    assert "Get in touch again" not in page.get_by_role("region", name="Today").inner_text()


def test_a_case_from_its_file_to_its_end(
    served_world: World, live_url: str, page: Page, axe: Callable[[Page], None]
) -> None:
    case_of(served_world, "Maya")
    sign_in(page, live_url, served_world.facilitator)
    page.goto(live_url + reverse("casefile:cases"))
    axe(page)
    page.get_by_label("Find a person, a phone number or a case").fill("Maya")
    page.get_by_role("button", name="Find").click()
    assert "Maya" not in page.url
    page.get_by_role("link", name="Maya Deol").click()
    axe(page)
    page.get_by_role("button", name="Reveal Maya: Text message").click()
    page.get_by_label("To reach them, in a way that they called safe").check()
    page.get_by_role("button", name="Reveal").click()
    assert "07700 900417" in page.content()
    page.get_by_role("link", name="Back to the casefile").click()
    page.get_by_role("button", name="End well").click()
    axe(page)
    page.get_by_role("button", name="Stop everything now").click()
    assert "Everything has stopped." in page.content()
    page.get_by_role("button", name="End the case").click()
    assert "Say what was offered, or that they wanted nothing." in page.content()
    page.get_by_label("By telephone").check()
    page.get_by_label("What else did you offer?").fill("Victim Support.")
    page.get_by_role("button", name="End the case").click()
    axe(page)
    assert "How it ended" in page.content()
    assert page.get_by_role("button", name="Open again").is_visible()
