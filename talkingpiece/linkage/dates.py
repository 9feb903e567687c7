"""Dates of birth as lists write them: eight figures, year first, or nothing. The day comes first unless it cannot."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

MONTHS = {
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
NOBODY = frozenset({"19700101", "19000101", "19010101", "18000101"})
EARLIEST = 1890


def born(text: str | None, this_year: int | None = None) -> str:
    """ "19840229", or empty for what is no day on which somebody alive could have been born."""
    written = (text or "").strip()
    found = _quickly(written) or _parts(written.lower())
    if not found:
        return ""
    year, month, day = found
    now = this_year or date.today().year
    if year < 100:
        year += 1900 if year > now % 100 else 2000
    if month > 12 >= day:
        month, day = day, month
    if not (EARLIEST <= year <= now and 1 <= month <= 12 and 1 <= day <= 31) or (
        day > 28 and day > monthrange(year, month)[1]
    ):
        return ""
    figures = f"{year}{month:02}{day:02}"
    return "" if figures in NOBODY else figures


def _quickly(text: str) -> tuple[int, int, int] | None:
    """The two forms in which most are written, without a search."""
    if len(text) != 10 or not text.isascii():
        return None
    if text[4] == text[7] == "-":
        year, month, day = text[:4], text[5:7], text[8:]
    elif text[2] == text[5] and text[2] in "/.-":
        year, month, day = text[6:], text[3:5], text[:2]
    else:
        return None
    return (int(year), int(month), int(day)) if (year + month + day).isdigit() else None


def _parts(text: str) -> tuple[int, int, int] | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DAY_FIRST.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    if (found := _WITH_MONTH.fullmatch(text)) and found[2] in MONTHS:
        return int(found[3]), MONTHS[found[2]], int(found[1])
    if (found := _MONTH_FIRST.fullmatch(text)) and found[1] in MONTHS:
        return int(found[3]), MONTHS[found[1]], int(found[2])
    return None
