"""The gallery in a real browser: nothing runs off a small screen, nothing breaks a rule of accessibility."""

import mimetypes
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route

from devtools import assets
from devtools.project import ROOT
from tests.ui import gallery

HOST = "http://localhost"
POLICY = "; ".join(
    f"{name} {' '.join(sources)}" for name, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
)
RUNS_OFF = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module", autouse=True)
def _assets() -> None:
    assets.build(ROOT)


def show(page: Page, name: str) -> None:
    page.route(f"{HOST}/**", answer)
    page.goto(f"{HOST}/{name}")


def answer(route: Route) -> None:
    path = urlsplit(route.request.url).path
    if path.startswith(settings.STATIC_URL):
        file = find(path.removeprefix(settings.STATIC_URL))
        route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0])
    elif path == "/exit":
        route.fulfill(body="<title>Weather</title>", content_type="text/html")
    else:
        html = gallery.PAGES[path.strip("/")]()
        headers = {"Content-Security-Policy": POLICY}
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)


def find(name: str) -> Path:
    found = finders.find(name) or ROOT / "static_build" / name
    return Path(str(found))


@pytest.mark.parametrize("name", sorted(gallery.PAGES))
def test_a_page_fits_and_is_accessible(name: str, page: Page, axe: Callable[[Page], None]) -> None:
    show(page, name)
    axe(page)
    assert page.evaluate(RUNS_OFF) == 0
    for width in (768, 320):
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate(RUNS_OFF) == 0, width


@pytest.mark.parametrize("name", ["casefile", "question-wrong"])
def test_a_page_is_accessible_on_a_telephone(name: str, page: Page, axe: Callable[[Page], None]) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    show(page, name)
    axe(page)


def test_reveals_follow_their_choice(page: Page) -> None:
    show(page, "question")
    number = page.get_by_label("Which number may we call?")
    assert not number.is_visible()
    page.get_by_label("Phone call").check()
    assert number.is_visible()
    page.get_by_label("None. I will contact you").check()
    assert not page.get_by_label("Phone call").is_checked()
    assert not number.is_visible()


def test_reveals_are_open_without_scripts(page_without_js: Page) -> None:
    show(page_without_js, "question")
    assert page_without_js.get_by_label("Which number may we call?").is_visible()
    assert page_without_js.get_by_label("Which address?").is_visible()


def test_the_summary_takes_the_focus_and_leads_to_the_field(page: Page) -> None:
    show(page, "question-wrong")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.get_by_role("link", name="Enter the whole phone number").click()
    assert page.evaluate("document.activeElement.id") == "id_call_number"


def test_shift_three_times_leaves_and_does_not_come_back(page: Page) -> None:
    show(page, "front")
    page.goto(f"{HOST}/question")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**/exit")
    page.go_back()
    assert urlsplit(page.url).path == "/front"


def test_the_menu_opens_without_scripts(page_without_js: Page) -> None:
    show(page_without_js, "casefile")
    item = page_without_js.get_by_role("link", name="Planning group")
    assert not item.is_visible()
    page_without_js.get_by_text("Menu", exact=True).click()
    assert item.is_visible()
    assert page_without_js.get_by_role("button", name="Sign out").is_visible()


def test_the_exit_stays_in_sight(page_without_js: Page) -> None:
    show(page_without_js, "front")
    page_without_js.mouse.wheel(0, 5000)
    box = page_without_js.get_by_role("link", name="Exit this page").bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 640 - box["height"]
