"""When things happened, seen from today: the demo's past ends where its visitor stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from talkingpiece.areas.working_days import add_working_days, is_working_day

MONDAY, WEDNESDAY, THURSDAY = 0, 2, 3


@dataclass(frozen=True)
class Calendar:
    now: datetime
    jurisdiction: str = "GB-EAW"

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def day(self, days_ago: int) -> date:
        """Negative for a day that lies ahead."""
        return self.today - timedelta(days=days_ago)

    def workday(self, days_ago: int) -> date:
        """That day, or the last one before it on which courts and offices were open."""
        return self._worked(self.day(days_ago), backwards=True)

    def at(self, day: date, clock: str) -> datetime:
        """`clock` is local: "21:14"."""
        return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))

    def ago(self, days: int, clock: str) -> datetime:
        """On exactly that day, whatever day of the week it was: people write to a service at night and on Sundays."""
        return self.at(self.day(days), clock)

    def work(self, days: int, clock: str) -> datetime:
        """On that day if the service worked, else on the last day before it on which it did."""
        return self.at(self.workday(days), clock)

    def working_days_ago(self, days: int, clock: str) -> datetime:
        """The last day from which `days` working days have passed by today."""
        day = self.today
        while add_working_days(day, days, self.jurisdiction) > self.today:
            day -= timedelta(days=1)
        return self.at(self._worked(day, backwards=True), clock)

    def before(self, moment: datetime, days: int, clock: str, *, at_most: int) -> datetime:
        """`days` before that day, or on the last working day before it that is not more than `at_most` before."""
        day = timezone.localdate(moment)
        for back in range(days, at_most + 1):
            if is_working_day(day - timedelta(days=back), self.jurisdiction):
                return self.at(day - timedelta(days=back), clock)
        return self.at(day - timedelta(days=days), clock)

    def last(self, clock: str) -> datetime:
        """The last time that the clock showed this, and at least half an hour ago."""
        tonight = self.at(self.today, clock)
        return tonight if tonight < self.now - timedelta(minutes=30) else self.ago(1, clock)

    def minutes_ago(self, minutes: int) -> datetime:
        return self.now - timedelta(minutes=minutes)

    def ahead(self, days: int, clock: str) -> datetime:
        """On the first working day at least that many days ahead."""
        return self.at(self._worked(self.day(-days), backwards=False), clock)

    def next_on(self, weekday: int, clock: str, *, at_least: int = 1) -> datetime:
        """The first such weekday, that many days ahead or more, on which the service works."""
        day = self.day(-at_least)
        while day.weekday() != weekday or not is_working_day(day, self.jurisdiction):
            day += timedelta(days=1)
        return self.at(day, clock)

    @property
    def back_on(self) -> date:
        """The Monday on which somebody who is away until next week is there again; not tomorrow."""
        return timezone.localdate(self.next_on(MONDAY, "09:00", at_least=2))

    def _worked(self, day: date, *, backwards: bool) -> date:
        while not is_working_day(day, self.jurisdiction):
            day += timedelta(days=-1 if backwards else 1)
        return day


def month_words(day: date) -> str:
    """ "March 2025"."""
    return f"{day:%B %Y}"


def day_words(day: date) -> str:
    """ "14 March"."""
    return f"{day.day} {day:%B}"
