"""Somebody in front of a page, doing only what a person can do: read, type, tick, press."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from talkingpiece.accounts.models import User


@dataclass
class Visitor:
    page: Page
    site: str
    accessible: Callable[[Page], None]

    def sign_in(self, user: User) -> Visitor:
        """As if they had given all that is asked for: the session alone is made by hand."""
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        cookie = {
            "name": settings.SESSION_COOKIE_NAME,
            "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
            "url": self.site,
        }
        self.page.context.clear_cookies()
        self.page.context.add_cookies([cookie])  # type: ignore[list-item]
        return self

    def open(self, name: str, *args: Any) -> Visitor:
        answer = self.page.goto(self.site + reverse(name, args=[str(a) for a in args]))
        assert answer is not None
        assert answer.status == 200, f"{self.page.url}: {answer.status}"
        return self.looks_right()

    def looks_right(self) -> Visitor:
        """Every page on the way is accessible, and none has to be moved sideways."""
        # A press is over when the browser has set out, which may be before the next page has come.
        self.page.wait_for_load_state()
        self.accessible(self.page)
        wide = self.page.locator("html").evaluate("e => e.scrollWidth - e.clientWidth")
        assert wide <= 0, f"{self.page.url} is {wide} pixels too wide"
        return self

    def follow(self, link: str) -> Visitor:
        # Some links look and sound like buttons.
        self.page.locator("a", has_text=link).first.click()
        return self.looks_right()

    def press(self, button: str, *, looking: bool = True) -> Visitor:
        """`looking=False`: one of many alike pages, the first of which was looked at."""
        self.page.get_by_role("button", name=button).first.click()
        return self.looks_right() if looking else self

    def fill(self, label: str, text: str) -> Visitor:
        self.page.get_by_label(label).first.fill(text)
        return self

    def choose(self, label: str, *, of: str = "") -> Visitor:
        self._within(of).get_by_label(label, exact=True).first.check()
        return self

    def select(self, label: str, option: str) -> Visitor:
        self.page.get_by_label(label).first.select_option(label=option)
        return self

    def day(self, legend: str, day: date) -> Visitor:
        group = self._within(legend)
        for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            group.get_by_label(part, exact=True).fill(str(value))
        return self

    def moment(self, legend: str, at: datetime) -> Visitor:
        local = timezone.localtime(at)
        self.day(legend, local.date())
        self._within(legend).get_by_label("Time").fill(f"{local:%H:%M}")
        return self

    def sees(self, *texts: str) -> Visitor:
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)
        return self

    def sees_not(self, *texts: str) -> Visitor:
        for text in texts:
            expect(self.page.locator("main")).not_to_contain_text(text)
        return self

    def shows_typed(self, label: str, text: str) -> Visitor:
        expect(self.page.get_by_label(label).first).to_have_value(text)
        return self

    def _within(self, legend: str) -> Locator | Page:
        return self.page.locator("legend", has_text=legend).first.locator("xpath=..") if legend else self.page
