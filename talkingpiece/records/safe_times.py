"""Days and hours in which it is safe to ring, as somebody writes them into a cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from django.utils.translation import gettext as _

from talkingpiece.documents.lists.cells import Mend
from talkingpiece.linkage.standardise import plain
from talkingpiece.people.states import Days


@dataclass(frozen=True)
class SafeTimes:
    days: str = Days.ANY
    from_time: time | None = None
    to_time: time | None = None


_HOUR = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?|(noon|midday)"
_BETWEEN = re.compile(rf"(?:{_HOUR})\s*(?:to|until|till|and|-|–)\s*(?:{_HOUR})")
_AFTER = re.compile(rf"\bafter\s+(?:{_HOUR})")
_BEFORE = re.compile(rf"\bbefore\s+(?:{_HOUR})")
_DAYS = (
    (Days.WEEKDAYS, re.compile(r"\b(weekdays?|mon(day)?s?\s*(to|-|–)\s*fri(day)?s?|working days?)\b")),
    (Days.WEEKENDS, re.compile(r"\b(weekends?|sat(urday)?s?\s*(and|or|to|&|-|–)\s*sun(day)?s?)\b")),
    (Days.ANY, re.compile(r"\b(any ?time|any day|every day|daily|always|anytime)\b")),
)
_BETWEEN_WORDS = re.compile(r"\b(from|between|at|only|in the|hours?|any ?time|on|the)\b|[,.;()]")


def safe_times(text: str) -> SafeTimes:
    """Days and hours. What is not understood whole is given back to be mended: a wrong hour can harm somebody."""
    rest = plain(text)
    days = Days.ANY
    for found, pattern in _DAYS:
        if pattern.search(rest):
            days, rest = found, pattern.sub(" ", rest)
            break
    start, end, rest = _hours(rest)
    if _BETWEEN_WORDS.sub(" ", rest).strip():
        raise Mend(_("Write days and hours like “weekdays 9am to 5pm”, “after 6pm” or “any time”."))
    if start is not None and end is not None and start >= end:
        raise Mend(_("The first hour must come before the second. Add am or pm to both."))
    return SafeTimes(days, start, end)


def _hours(text: str) -> tuple[time | None, time | None, str]:
    if found := _BETWEEN.search(text):
        groups = found.groups()
        end = _time(*groups[4:])
        start = _time(*groups[:4])
        return start, end, text.replace(found.group(), " ")
    if found := _AFTER.search(text):
        return _time(*found.groups()), time(23, 59), text.replace(found.group(), " ")
    if found := _BEFORE.search(text):
        return time(0), _time(*found.groups()), text.replace(found.group(), " ")
    return None, None, text


def _time(hour: str | None, minute: str | None, half: str | None, noon: str | None) -> time:
    if noon:
        return time(12)
    number = int(hour or 0)
    if half == "pm" and number < 12:
        number += 12
    if half == "am" and number == 12:
        number = 0
    if half is None and minute is None and number < 13:
        raise Mend(_("Add am or pm to each hour."))
    try:
        return time(number, int(minute or 0))
    except ValueError:
        raise Mend(_("Write hours like 9am or 18:00.")) from None
