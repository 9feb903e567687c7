"""Leaving at once, in a real browser: with and without scripts, on a slow line, on a small screen, and then Back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.world import World

TELLING = ("Talking Piece", "Ridgeway", "Maya", "victim", "0808", "Exit this page")
PAGES = ("/", "/what-happens", "/start/name", "/hide-your-visit", "/call-me", "/number")


class Weather(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        said = b"<!DOCTYPE html><title>Weather</title><p>Rain later.</p>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture(scope="module")
def weather() -> Iterator[str]:
    """Somewhere that says nothing, at another address than ours."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Weather) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/weather"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(settings, "TP_EXIT_TO", address)
            yield address
        server.shutdown()


def written(page: Page, live_url: str) -> Page:
    """Some pages seen, and a name typed and kept."""
    page.goto(f"{live_url}/")
    page.goto(f"{live_url}/start/name")
    page.locator("input[name=called]").fill("Maya")
    page.locator("main button[type=submit]").first.click()
    page.wait_for_load_state()
    assert "/start/" in page.url
    return page


def shows_nothing_of_us(page: Page) -> None:
    shown = page.content() + page.title()
    assert [word for word in TELLING if word in shown] == []


@pytest.mark.parametrize("how", ["link", "shift"])
def test_leaving_leads_away_and_back_shows_nothing(
    page: Page, live_url: str, service: World, weather: str, how: str
) -> None:
    written(page, live_url)
    if how == "link":
        page.get_by_role("link", name="Exit this page").click()
    else:
        for _time in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url(weather)
    assert page.evaluate("document.referrer") == ""
    for _step in range(3):
        page.go_back()
        page.wait_for_load_state()
        if page.url == "about:blank":
            break
        shows_nothing_of_us(page)
    names = {cookie.get("name") for cookie in page.context.cookies(live_url)}
    assert names == {"left"}


def test_without_scripts_it_leads_away_and_back_shows_nothing(
    page_without_js: Page, live_url: str, service: World, weather: str
) -> None:
    page = written(page_without_js, live_url)
    page.get_by_role("link", name="Exit this page").click()
    page.wait_for_url(weather)
    page.go_back()
    page.wait_for_load_state()
    assert page.url.startswith(live_url)
    shows_nothing_of_us(page)
    page.get_by_role("link", name="Go on").click()
    assert page.url == f"{live_url}/"
    page.goto(f"{live_url}/start/name")
    assert page.locator("input[name=called]").input_value() == ""


def test_on_a_line_that_never_answers_nothing_is_seen_of_us(
    page: Page, live_url: str, service: World, weather: str
) -> None:
    written(page, live_url)
    page.route("**/exit", lambda route: route.fulfill(status=204))
    page.get_by_role("link", name="Exit this page").click()
    page.wait_for_timeout(200)
    shown = page.evaluate("[document.title, document.body.offsetHeight]")
    assert shown == ["", 0]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "height"), [(320, 640), (320, 256), (1280, 900)])
def test_it_stays_in_sight_and_is_covered_by_nothing(
    new_page: Callable[..., Page], live_url: str, service: World, path: str, width: int, height: int
) -> None:
    """320 by 256 is a window of 1280 by 1024 at 400 %."""
    page = new_page(viewport={"width": width, "height": height})
    page.goto(f"{live_url}{path}")
    link = page.get_by_role("link", name="Exit this page")
    for place in (0, 0.5, 1):
        page.evaluate("place => window.scrollTo(0, place * document.body.scrollHeight)", place)
        box = link.bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= height
        middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
        assert page.evaluate("([x, y]) => document.elementFromPoint(x, y).closest('[data-tp-exit]') !== null", middle)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_page_about_hiding_says_what_leaving_does_not_do(page: Page, live_url: str, service: World) -> None:
    page.goto(f"{live_url}/hide-your-visit")
    said = page.locator("main").inner_text()
    assert "history" in said.lower()
    assert "does not" in said
