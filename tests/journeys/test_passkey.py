"""The real ceremony: a browser makes a passkey, signs in with it, and proves with it that it is still them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import CDPSession, Page, expect

from talkingpiece.accounts.proof import FRESH_FOR
from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import add_user, give_role
from tests.journeys.visitor import Visitor
from tests.world import World, as_area, build_world

PASSWORD = "four walruses under a plain moon"


@pytest.fixture(scope="module")
def world(live_url: str) -> World:
    with transaction.atomic():
        made = build_world()
    with as_area(made):
        alex = add_user(email="alex@example.org", name="Alex Moss", at=made.now, password=PASSWORD)
        give_role(user=alex, area=made.area, role=Role.COORDINATOR, by=None, at=made.now)
    return made


@pytest.fixture(autouse=True)
def as_in_a_real_service() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "TP_SECOND_FACTOR", True)
        yield


@pytest.fixture
def key(page: Page) -> CDPSession:
    """A key inside the browser, that knows whose finger it is."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    session.authenticator = made["authenticatorId"]  # type: ignore[attr-defined]
    return session


def credentials(key: CDPSession) -> list[object]:
    found = key.send("WebAuthn.getCredentials", {"authenticatorId": key.authenticator})  # type: ignore[attr-defined]
    return list(found["credentials"])


def fails_from_now_on(key: CDPSession) -> None:
    """Somebody else's finger."""
    key.send("WebAuthn.setUserVerified", {"authenticatorId": key.authenticator, "isUserVerified": False})  # type: ignore[attr-defined]


def test_a_passkey_is_made_opens_the_door_and_proves_who_is_there(
    world: World,
    page: Page,
    key: CDPSession,
    live_url: str,
    axe: Callable[[Page], None],
    travel: Callable[[timedelta], object],
) -> None:
    alex = Visitor(page, live_url, axe)
    alex.open("sign_in")
    page.get_by_label("Email address").fill("alex@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    alex.press("Sign in")
    expect(page.get_by_role("heading", level=1)).to_have_text("Another way to show that it is you")

    page.goto(live_url + reverse("casefile:cases"))
    expect(page).to_have_url(live_url + reverse("add_factor"))
    alex.press("Add a passkey")
    page.get_by_label("What will you call it?").fill("work laptop")
    alex.press("Make the passkey")
    assert len(credentials(key)) == 1
    alex.press("Show me new codes")
    assert page.locator(".tp-codes li").count() == 10
    page.get_by_role("button", name="I have them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My work")

    alex.open("your_sign_in")
    expect(page.get_by_text("work laptop", exact=False).first).to_be_visible()
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    page.goto(live_url + reverse("casefile:cases"))
    alex.looks_right().press("Sign in with a passkey", looking=False)
    expect(page).to_have_url(live_url + reverse("casefile:cases"))

    case_person = _way_page(world)
    travel(FRESH_FOR + timedelta(seconds=5))
    page.goto(live_url + case_person)
    page.get_by_role("radio", name="Letter").check()
    page.get_by_label("Where may a letter go?").fill("3 Mill Row")
    page.locator("main").get_by_role("button", name="Add this way").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it still you?")
    alex.looks_right().press("Use your passkey", looking=False)
    expect(page).to_have_url(live_url + case_person)
    expect(page.get_by_label("Where may a letter go?")).to_have_value("3 Mill Row")
    page.locator("main").get_by_role("button", name="Add this way").click()
    expect(page.get_by_text("Everybody who works on the case sees this way")).to_be_visible()

    page.get_by_role("button", name="Sign out", exact=True).first.click()
    fails_from_now_on(key)
    alex.open("sign_in")
    expect(page.get_by_text("The passkey was not used")).to_be_hidden()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("The passkey was not used")).to_be_visible()
    axe(page)


def _way_page(world: World) -> str:
    with as_area(world):
        case = world.case()
        return reverse("cases:ways", args=[case.reference, case.victim_id])
