"""Working days by jurisdiction, offline: GOV.UK's cached list for the United Kingdom, `holidays` elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays
from django.utils import timezone
from govuk_bank_holidays.bank_holidays import BankHolidays

DIVISIONS = {
    "GB-EAW": BankHolidays.ENGLAND_AND_WALES,
    "GB-SCT": BankHolidays.SCOTLAND,
    "GB-NIR": BankHolidays.NORTHERN_IRELAND,
}


@lru_cache(maxsize=8)
def _is_holiday(jurisdiction: str) -> Callable[[date], bool]:
    division = DIVISIONS.get(jurisdiction)
    if division is None:
        country = holidays.country_holidays(jurisdiction.split("-")[0])
        return lambda day: day in country
    listed = {h["date"] for h in BankHolidays(use_cached_holidays=True).get_holidays(division=division)}
    return lambda day: day in listed


def is_working_day(day: date, jurisdiction: str) -> bool:
    return day.weekday() < 5 and not _is_holiday(jurisdiction)(day)


def add_working_days(start: date, days: int, jurisdiction: str) -> date:
    day = start
    while days > 0:
        day += timedelta(days=1)
        if is_working_day(day, jurisdiction):
            days -= 1
    return day


def working_days_between(start: date, end: date, jurisdiction: str) -> int:
    """How many working days lie after `start`, up to and including `end`."""
    span = (end - start).days
    return sum(is_working_day(start + timedelta(days=n), jurisdiction) for n in range(1, span + 1))


def due(at: datetime, days: int, jurisdiction: str) -> datetime:
    """The end (5pm, local) of the working day by which something promised at `at` is owed."""
    day = add_working_days(timezone.localdate(at), days, jurisdiction)
    return timezone.make_aware(datetime.combine(day, time(17)))
