"""Quarters and years: from a day, to a day (exclusive), as known on a day."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta


@dataclass(frozen=True)
class Window:
    """`seen`: the last day of which anything is known. Cohorts are followed up to it."""

    starts: date
    ends: date
    seen: date

    def __contains__(self, day: date) -> bool:
        return self.starts <= day < self.ends and day <= self.seen

    @property
    def last_day(self) -> date:
        """On which open referrals are counted: the last of the period, or today if it is not over."""
        return min(self.ends - timedelta(days=1), self.seen)

    @property
    def months_followed(self) -> int:
        """Whole months since the period ended: how long its last referral has been followed at the least."""
        months = (self.seen.year - self.ends.year) * 12 + self.seen.month - self.ends.month
        return max(0, months - (self.seen.day < self.ends.day))


@dataclass(frozen=True)
class Period:
    """A calendar quarter, or a year of four quarters that begins with the quarter named by `quarter`."""

    year: int
    quarter: int
    whole_year: bool = False

    @property
    def starts(self) -> date:
        return date(self.year, 3 * self.quarter - 2, 1)

    @property
    def ends(self) -> date:
        return self._on(4 if self.whole_year else 1).starts

    @property
    def before(self) -> Period:
        return self._on(-4 if self.whole_year else -1)

    @property
    def after(self) -> Period:
        return self._on(4 if self.whole_year else 1)

    @property
    def code(self) -> str:
        return f"{self.year}-{'Y' if self.whole_year else 'Q'}{self.quarter}"

    def _on(self, quarters: int) -> Period:
        years, quarter = divmod(self.quarter - 1 + quarters, 4)
        return replace(self, year=self.year + years, quarter=quarter + 1)

    def window(self, seen: date) -> Window:
        return Window(self.starts, self.ends, seen)


def quarter_of(day: date) -> Period:
    return Period(day.year, (day.month + 2) // 3)


def year_of(day: date, begins_in_quarter: int) -> Period:
    """The year of four quarters in which the day lies, where the area's year begins with that quarter."""
    here = quarter_of(day)
    return Period(day.year - (here.quarter < begins_in_quarter), begins_in_quarter, whole_year=True)


def period_named(code: str) -> Period | None:
    """None for anything that is not the code of a period between 2000 and 2099."""
    found = re.fullmatch(r"(20\d\d)-([QY])([1-4])", code)
    return Period(int(found[1]), int(found[3]), whole_year=found[2] == "Y") if found else None
