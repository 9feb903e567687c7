"""The figures in a real browser: wide and as an old telephone shows them, checked for accessibility."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from talkingpiece.accounts.models import User
from tests.evaluation.given import ended, last_quarter, need, spoke, taken
from tests.world import World, as_area, build_world


@pytest.fixture(scope="module")
def quarter(live_url: str) -> World:
    with transaction.atomic():
        world = build_world()
    with as_area(world):
        for n in range(6):
            case = taken(world, f"Maya{n}", days=n)
            spoke(world, case, n + 1)
            need(world, case)
        ended(world, case, "offender_declined")
    return world


def sign_in(page: Page, live_url: str, user: User) -> None:
    client = Client()
    with transaction.atomic():
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page.context.add_cookies([{"name": "s", "value": client.cookies["s"].value, "url": live_url}])


def narrow(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_from_a_figure_to_the_case_behind_it(
    quarter: World, live_url: str, page: Page, axe: Callable[[Page], None]
) -> None:
    sign_in(page, live_url, quarter.coordinator)
    page.goto(live_url + reverse("evaluation:quarter"))
    page.get_by_label("Which months").select_option(last_quarter(quarter).code)
    page.get_by_role("button", name="Show").click()
    axe(page)
    expect(page.get_by_role("img", name="How far they came")).to_be_visible()
    page.get_by_role("link", name=re.compile("The offender said no, what happened")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The offender said no: 1")
    axe(page)
    page.get_by_role("table").get_by_role("link").click()
    expect(page).to_have_url(re.compile("/cases/"))


def test_the_file_is_taken_and_the_rules_are_read_on_an_old_telephone(
    quarter: World, live_url: str, page_without_js: Page, axe: Callable[[Page], None]
) -> None:
    page = page_without_js
    sign_in(page, live_url, quarter.evaluator)
    page.goto(f"{live_url}{reverse('evaluation:quarter')}?period={last_quarter(quarter).code}")
    axe(page)
    assert narrow(page)
    expect(page.get_by_text("Small numbers are not shown")).to_be_visible()
    with page.expect_download() as taken_file:
        page.get_by_role("button", name="Download (CSV)").click()
    assert taken_file.value.suggested_filename.startswith("figures-ridgeway-")
    page.get_by_role("link", name="rule of “Referrals received”").click()
    axe(page)
    assert narrow(page)
    expect(page.locator("#rule-received")).to_be_visible()
