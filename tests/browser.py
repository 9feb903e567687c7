"""A real browser on the real pages. Only journeys use it."""

import os
from collections.abc import Callable, Generator, Iterator
from functools import cache
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from devtools.browser import ADVICE, find
from devtools.project import test_home

PICTURES = test_home() / "pictures"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # Whatever a page asks for elsewhere cannot be found.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
]
WITHOUT_SCRIPTS: list[Page] = []
FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = find()
    if not chromium:
        if os.environ.get("CI"):
            pytest.fail(ADVICE)
        pytest.skip(ADVICE)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, in which Django would refuse to ask the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def live_url(own_database: None) -> Iterator[str]:
    """The address of the site, served from threads of this process, on the module's own database."""
    server = LiveServerThread("localhost", StaticFilesHandler)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "ALLOWED_HOSTS", [*settings.ALLOWED_HOSTS, "localhost"])
        server.daemon = True
        server.start()
        server.is_ready.wait()
        if server.error:
            raise server.error
        yield f"http://localhost:{server.port}"
        server.terminate()


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    yield from _page(browser, request, viewport={"width": 1280, "height": 900})


@pytest.fixture
def page_without_js(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """As on an old telephone: narrow, and without scripts."""
    yield from _page(browser, request, viewport={"width": 320, "height": 640}, java_script_enabled=False)


@pytest.fixture
def new_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """For journeys of several people: each call gives another person's browser."""
    open_pages: list[Iterator[Page]] = []

    def another(**options: Any) -> Page:
        one = _page(browser, request, **({"viewport": {"width": 1280, "height": 900}} | options))
        open_pages.append(one)
        return next(one)

    yield another
    for one in open_pages:
        for _ in one:
            pass


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)` fails with a readable list if the page breaks a rule of accessibility."""
    return assert_accessible


def assert_accessible(page: Page) -> None:
    violations = _violations(page) if page not in WITHOUT_SCRIPTS else _violations_of_copy(page)
    if violations:
        pytest.fail(f"{page.url} is not accessible:\n" + "\n".join(map(_told, violations)), pytrace=False)


def _violations(page: Page) -> list[dict[str, Any]]:
    # Of what passes, no element is told back: collecting them takes longer than the rules.
    found: list[dict[str, Any]] = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return found


def _violations_of_copy(page: Page) -> list[dict[str, Any]]:
    """The rules are themselves a script, so what the page shows is laid out once more where scripts may run.

    The page's own scripts stay away there too.
    """
    assert page.context.browser
    assert page.viewport_size
    shown, address = page.content(), page.url
    copy = _page_for_copies(page.context.browser)
    copy.set_viewport_size(page.viewport_size)
    copy.route("**/*.js", lambda route: route.abort())
    copy.route(address, lambda route: route.fulfill(body=shown, content_type="text/html; charset=utf-8"))
    try:
        copy.goto(address)
        return _violations(copy)
    finally:
        copy.unroute_all()


@cache
def _page_for_copies(browser: Browser) -> Page:
    """One for all copies of a run: to open a new one takes as long as to ask the rules."""
    return browser.new_context(locale="en-GB").new_page()


def _told(violation: dict[str, Any]) -> str:
    places = [f"      {' '.join(map(str, node['target']))}\n        {node['html']}" for node in violation["nodes"]]
    return f"  {violation['id']} ({violation['impact']}): {violation['help']}\n" + "\n".join(places)


def _page(browser: Browser, request: pytest.FixtureRequest, **options: Any) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London", **options)
    context.set_default_timeout(10_000)
    complaints = _complaints(context)
    page = context.new_page()
    if not options.get("java_script_enabled", True):
        WITHOUT_SCRIPTS.append(page)
    yield page
    if request.node.stash.get(FAILED, False):
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{request.node.name}.png", full_page=True)
    context.close()
    WITHOUT_SCRIPTS.clear()
    assert not complaints, "The browser complained:\n" + "\n".join(complaints)


def _complaints(context: BrowserContext) -> list[str]:
    """Broken scripts, and whatever our own content security policy refused."""
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            complaints.append(message.text)

    context.on("console", hear)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    return complaints


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report
