"""When to try again, as people say it: "Thursday after six", "tomorrow 10am", "in two weeks", "26/11 18:00".

A small closed grammar, on purpose. The libraries for this guess: of "Thursday after six" they make the sixth of the
month, or drop the six. A call at a guessed hour can harm somebody, so a word that is not understood is said to be so.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talkingpiece.ui.forms.moments import ENGLISH_MONTHS, read_date, read_time

FURTHEST = timedelta(days=366 * 2)
EXAMPLE = gettext_lazy("Write it like “Thursday after six”, “tomorrow 10am” or “26/11 18:00”.")


@dataclass(frozen=True)
class Understood:
    at: datetime


@dataclass(frozen=True)
class NotUnderstood:
    why: str | Promise


class _Unclear(Exception):
    def __init__(self, why: str | Promise) -> None:
        self.why = why
        super().__init__(str(why))


@dataclass(frozen=True)
class _Said:
    """What was understood so far."""

    now: datetime  # local
    day: date | None = None
    clock: time | None = None
    hour: int | None = None  # said without morning or evening
    minute: int = 0
    part: str = ""  # morning, afternoon, evening
    moment: datetime | None = None  # "in two hours"


_HOURS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
NUMBERS = {word: number for number, word in enumerate(_HOURS, start=1)}
WEEKDAYS = {name[:length]: number for number, name in enumerate(_DAYS) for length in range(3, len(name) + 1)} | {
    "weds": 2
}
PARTS = {"morning": time(9), "afternoon": time(14), "evening": time(18)}
NUMBER = rf"(?:\d{{1,4}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
MONTH = "|".join(sorted(ENGLISH_MONTHS, key=len, reverse=True))
SMALL_WORDS = {"try", "again", "on", "at", "after", "from", "about", "around", "the", "of", "o'clock", "please"}
# An hour without "am" or "pm" is an hour at which people are rung: eight in the morning to seven in the evening.
FIRST_HOUR = 8

Rule = Callable[[_Said, re.Match[str]], _Said]


def understand(text: str, *, now: datetime, first: time = time(9)) -> Understood | NotUnderstood:
    """The moment that `text` names, later than `now`. A day alone means that day at `first`. Never raises."""
    try:
        said = _read(_plain(text), _Said(now=timezone.localtime(now)))
        at = _aware(_moment(said, first))
        _check(at, now)
    except _Unclear as unclear:
        return NotUnderstood(unclear.why)
    except (OverflowError, ValueError):
        return NotUnderstood(_("That is too far away. %(example)s") % {"example": EXAMPLE})
    except ValidationError as wrong:
        return NotUnderstood(" ".join(wrong.messages))
    return Understood(at)


def _plain(text: str) -> str:
    words = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace(",", " ").split()
    if not words:
        raise _Unclear(EXAMPLE)
    return " ".join(words).rstrip(".!")


def _read(text: str, said: _Said) -> _Said:
    while text := text.lstrip():
        for pattern, rule in GRAMMAR:
            found = pattern.match(text)
            if found:
                said = rule(said, found)
                text = text[found.end() :]
                break
        else:
            word = text.split()[0]
            if word not in SMALL_WORDS:
                raise _Unclear(_("We do not know “%(word)s” here. %(example)s") % {"word": word, "example": EXAMPLE})
            text = text[len(word) :]
    return said


def _moment(said: _Said, first: time) -> datetime:
    if said.moment is not None:
        return said.moment
    clock = _clock(said)
    today = said.now.date()
    if said.day is not None:
        return datetime.combine(said.day, clock or first)
    if clock is None:
        raise _Unclear(_("Say which day, or at what time. %(example)s") % {"example": EXAMPLE})
    gone = clock <= said.now.time()
    return datetime.combine(today + timedelta(days=int(gone)), clock)


def _clock(said: _Said) -> time | None:
    if said.clock is not None:
        return said.clock
    if said.hour is None:
        return PARTS.get(said.part)
    hour = said.hour
    if hour > 12:
        return time(hour, said.minute)
    late = hour < FIRST_HOUR or hour == 12 if not said.part else said.part != "morning"
    return time(hour % 12 + (12 if late else 0), said.minute)


def _aware(moment: datetime) -> datetime:
    if timezone.is_aware(moment):
        return moment
    try:
        aware: datetime = from_current_timezone(moment)
    except ValidationError:
        raise _Unclear(_("The clocks change at that hour. Choose another time.")) from None
    return aware


def _check(at: datetime, now: datetime) -> None:
    if at <= now:
        raise _Unclear(_("That time is over. Write a later one."))
    if at - now > FURTHEST:
        raise _Unclear(_("That is more than two years away. Check the date."))


def _number(word: str) -> int:
    return 1 if word in ("a", "an") else NUMBERS[word] if word in NUMBERS else int(word)


def _with_day(said: _Said, day: date) -> _Said:
    if said.day is not None or said.moment is not None:
        raise _Unclear(_("That names two days. Write one."))
    return replace(said, day=day)


def _with_clock(said: _Said, **changes: object) -> _Said:
    if said.clock is not None or said.hour is not None or said.moment is not None:
        raise _Unclear(_("That names two times. Write one."))
    return replace(said, **changes)  # type: ignore[arg-type]


def _days_ahead(number: int) -> Rule:
    return lambda said, _found: _with_day(said, said.now.date() + timedelta(days=number))


def _tonight(said: _Said, _found: re.Match[str]) -> _Said:
    return replace(_with_day(said, said.now.date()), part="evening")


def _weekday(said: _Said, found: re.Match[str]) -> _Said:
    """The next such day after today; with "next", the one of next week."""
    today, wanted = said.now.date(), WEEKDAYS[found["weekday"]]
    if found["next"]:
        return _with_day(said, today + timedelta(days=7 - today.weekday() + wanted))
    return _with_day(said, today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1))


def _hence(said: _Said, found: re.Match[str]) -> _Said:
    number, unit = _number(found["number"]), found["unit"]
    if unit in ("hour", "minute"):
        if said.day or said.moment or said.clock or said.hour is not None:
            raise _Unclear(_("That names two times. Write one."))
        return replace(said, moment=_minute(said.now) + timedelta(**{f"{unit}s": number}))
    if unit == "month":
        return _with_day(said, _months_on(said.now.date(), number))
    days = {"day": 1, "week": 7, "fortnight": 14}[unit]
    return _with_day(said, said.now.date() + timedelta(days=days * number))


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _months_on(day: date, number: int) -> date:
    months = day.month - 1 + number
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _date(said: _Said, found: re.Match[str]) -> _Said:
    typed_year = found["year"] or ""
    year = f"20{typed_year}" if len(typed_year) == 2 else typed_year or str(said.now.year)
    day = read_date(found["day"], found["month"], year)
    if not typed_year and day < said.now.date():
        day = read_date(found["day"], found["month"], str(said.now.year + 1))
    return _with_day(said, day)


def _whole_time(said: _Said, found: re.Match[str]) -> _Said:
    return _with_clock(said, clock=read_time(found["time"]))


def _past(said: _Said, found: re.Match[str]) -> _Said:
    minutes = {"half": 30, "quarter": 15}[found["much"]]
    hour = _number(found["hour"])
    if not 1 <= hour <= 12:
        raise _Unclear(_("There is no such time. %(example)s") % {"example": EXAMPLE})
    if found["way"].strip() == "to":
        return _with_clock(said, hour=(hour - 2) % 12 + 1, minute=60 - minutes)
    return _with_clock(said, hour=hour, minute=minutes)


def _bare_hour(said: _Said, found: re.Match[str]) -> _Said:
    hour = _number(found["hour"])
    if not 1 <= hour <= 23:
        raise _Unclear(_("There is no such time. %(example)s") % {"example": EXAMPLE})
    return _with_clock(said, hour=hour)


def _part(said: _Said, found: re.Match[str]) -> _Said:
    if said.part and said.part != found["part"]:
        raise _Unclear(_("That names two times. Write one."))
    return replace(said, part=found["part"])


def _grammar(rules: Iterable[tuple[str, Rule]]) -> list[tuple[re.Pattern[str], Rule]]:
    return [(re.compile(rf"(?:{pattern})(?![\w/:])", re.ASCII), rule) for pattern, rule in rules]


# The first that matches counts.
GRAMMAR = _grammar(
    [
        (r"(?:the )?day after tomorrow", _days_ahead(2)),
        (r"today", _days_ahead(0)),
        (r"tomorrow|tmrw", _days_ahead(1)),
        (r"tonight|this evening", _tonight),
        (r"next week", _days_ahead(7)),
        (rf"(?:(?P<next>next)|this)? ?(?P<weekday>{WEEKDAY})\b\.?", _weekday),
        (rf"in (?P<number>an?|{NUMBER}) (?P<unit>minute|hour|day|week|fortnight|month)s?", _hence),
        (rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{MONTH})\b\.?(?: (?P<year>\d{{4}}))?", _date),
        (rf"(?P<month>{MONTH})\b\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: (?P<year>\d{{4}}))?", _date),
        (r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>\d{4}|\d{2}))?", _date),
        (r"(?P<time>\d{1,2}(?:[:.]\d{2})? ?[ap]\.?m?\.?|\d{1,2}[:.]\d{2}|noon|midday)", _whole_time),
        (rf"(?:a )?(?P<much>half|quarter)(?P<way>(?<=r) to| past) (?P<hour>{NUMBER})", _past),
        (r"(?:in the |this )?(?P<part>morning|afternoon|evening)", _part),
        (rf"(?P<hour>{NUMBER})(?: o'clock)?", _bare_hour),
    ]
)
