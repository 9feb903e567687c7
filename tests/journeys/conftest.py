from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from playwright.sync_api import Page

from talkingpiece.protection.context import show_areas
from tests.journeys.visitor import Visitor
from tests.world import World, build_world

Arrive = Callable[[], Visitor]


@pytest.fixture(scope="module")
def service(own_database: None) -> World:
    """A service at work, really committed, on a database of this module's own."""
    with transaction.atomic():
        return build_world()


@pytest.fixture
def somebody(page: Page, live_url: str, axe: Callable[[Page], None]) -> Visitor:
    return Visitor(page, live_url, axe)


@pytest.fixture
def on_an_old_phone(page_without_js: Page, live_url: str, axe: Callable[[Page], None]) -> Visitor:
    """320 pixels wide, and without scripts."""
    return Visitor(page_without_js, live_url, axe)


@pytest.fixture
def travel() -> Iterator[Callable[[timedelta], datetime]]:
    """`travel(timedelta(days=3))`: three days later, for the site and for everybody."""
    with time_machine.travel(datetime.now().astimezone(), tick=True) as traveller:

        def go(far: timedelta) -> datetime:
            traveller.shift(far)
            return datetime.now().astimezone()

        yield go


@contextmanager
def inside(service: World) -> Iterator[None]:
    """Look into the service's own records, where a page shows no id."""
    with transaction.atomic():
        show_areas([service.area.pk])
        yield
