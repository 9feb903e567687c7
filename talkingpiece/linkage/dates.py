"""Dates of birth as lists write them: eight figures, year first, or nothing. The day comes first unless it cannot."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/. ]?([0-9]{1,2})[-/. ]?([0-9]{1,2})(?:[T ].*)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}|[0-9]{2})(?:[T ].*)?")
_WITH_MONTH = re.compile(r"([0-9]{1,2})[-/. ]?([a-z]{3})[a-z]*[-/. ,]*([0-9]{4}|[0-9]{2})")
_MONTH_FIRST = re.compile(r"([a-z]{3})[a-z]*[-/. ]?([0-9]{1,2})[-/. ,]+([0-9]{4})")
# What systems write where they know nothing.
_NOBODY = frozenset({"19700101", "19000101", "19010101", "18000101"})
_EARLIEST = 1890


def born(text: str | None, this_year: int | None = None) -> str:
    """ "19840229", or empty for what is no day on which somebody alive could have been born."""
    found = _parts((text or "").strip().lower())
    if not found:
        return ""
    year, month, day = found
    now = this_year or date.today().year
    if year < 100:
        year += 1900 if year > now % 100 else 2000
    if month > 12 >= day:
        month, day = day, month
    if not (_EARLIEST <= year <= now and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return ""
    written = f"{year}{month:02}{day:02}"
    return "" if written in _NOBODY else written


def _parts(text: str) -> tuple[int, int, int] | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DAY_FIRST.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    if (found := _WITH_MONTH.fullmatch(text)) and found[2] in _MONTHS:
        return int(found[3]), _MONTHS[found[2]], int(found[1])
    if (found := _MONTH_FIRST.fullmatch(text)) and found[1] in _MONTHS:
        return int(found[3]), _MONTHS[found[1]], int(found[2])
    return None
