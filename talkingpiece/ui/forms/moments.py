"""Fields for dates and times. Nothing that a person can type makes them raise anything but ValidationError."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_AP
from django.utils.translation import gettext_lazy as _

from talkingpiece.ui.dates import clock_text, long_date
from talkingpiece.ui.forms.widgets import DateParts, DateTimeParts

Limit = date | Callable[[], date] | None  # a datetime is a date too: then its time counts in a DateTimeField
CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>[ap])?\.?(?:(?<=[ap.])m\.?)?", re.ASCII)
NAMED_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}


class DateField(forms.Field):
    widget = DateParts
    default_error_messages = {"required": _("Enter a date, like 27 3 2026")}

    def __init__(self, *, earliest: Limit = None, latest: Limit = None, missing: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.earliest, self.latest = earliest, latest
        if missing:
            self.error_messages["required"] = missing

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        typed = [str(text).strip() for text in value]
        return read_date(typed[0], typed[1], typed[2]) if any(typed) else None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None:
            check_limits(limit_day(value) or value, self.earliest, self.latest)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class DateTimeField(DateField):
    widget = DateTimeParts
    default_error_messages = {"required": _("Enter a date and a time")}

    def to_python(self, value: Any) -> datetime | None:
        if value is None or isinstance(value, datetime):
            return value
        typed = [str(text).strip() for text in value]
        if not any(typed):
            return None
        day = read_date(typed[0], typed[1], typed[2])
        if not typed[3]:
            raise wrong("time", _("Enter the time, like 6pm or 18:00"))
        moment = datetime.combine(day, read_time(typed[3]))
        try:
            aware: datetime = from_current_timezone(moment)
        except ValidationError:
            raise wrong("time", _("The clocks change at that hour. Choose another time")) from None
        return aware

    def validate(self, value: Any) -> None:
        super().validate(value)
        last = self.latest() if callable(self.latest) else self.latest
        if value is not None and isinstance(last, datetime) and value > last:
            raise ValidationError(_("This time has not come yet. Enter now or an earlier time"), code="late")


class TimeField(forms.Field):
    widget = forms.TextInput
    default_error_messages = {"required": _("Enter the time, like 6pm or 18:00")}

    def __init__(self, *, missing: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("class", "govuk-input--width-5")
        self.widget.attrs.setdefault("autocomplete", "off")
        if missing:
            self.error_messages["required"] = missing

    def to_python(self, value: Any) -> time | None:
        if isinstance(value, time):
            return value
        text = str(value or "").strip()
        return read_time(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        return clock_text(value) if isinstance(value, time) else value


def read_date(day: str, month: str, year: str) -> date:
    """Raises ValidationError whose params name the parts that are wrong."""
    missing = [name for name, text in (("day", day), ("month", month), ("year", year)) if not text]
    if missing:
        raise _missing(missing)
    numbers = _day_number(day), _month_number(month), _year_number(year)
    try:
        return date(numbers[2], numbers[1], numbers[0])
    except ValueError:
        raise wrong("day", _("There is no such day in that month. Check the date")) from None


def read_time(text: str) -> time:
    """Understands 6pm, 6.30 pm, 18:00, noon and midnight. Raises ValidationError."""
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if plain in NAMED_TIMES:
        return NAMED_TIMES[plain]
    found = CLOCK.fullmatch(plain)
    if not found:
        raise wrong("time", _("Enter the time like 6pm, 6:30pm or 18:00"))
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if not half and not found["minute"]:
        raise wrong("time", _("Say whether it is morning or evening, like 6am or 6pm"))
    if half and not 1 <= hour <= 12:
        raise wrong("time", _("Enter the time like 6pm, 6:30pm or 18:00"))
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        raise wrong("time", _("There is no such time. Enter it like 6pm or 18:00"))
    return time(hour, minute)


def check_limits(day: date, earliest: Limit, latest: Limit) -> None:
    first, last = limit_day(earliest), limit_day(latest)
    if last is not None and day > last:
        if last == timezone.localdate():
            raise ValidationError(_("This date has not come yet. Enter today or an earlier day"), code="late")
        raise ValidationError(_("Enter %(limit)s or an earlier day"), code="late", params={"limit": long_date(last)})
    if first is not None and day < first:
        if first == timezone.localdate():
            raise ValidationError(_("This date is over. Enter today or a later day"), code="early")
        raise ValidationError(_("Enter %(limit)s or a later day"), code="early", params={"limit": long_date(first)})


def limit_day(limit: Limit) -> date | None:
    found = limit() if callable(limit) else limit
    return timezone.localtime(found).date() if isinstance(found, datetime) else found


def wrong(part: str, message: Any) -> ValidationError:
    return ValidationError(message, code="invalid", params={"parts": (part,)})


def _missing(names: list[str]) -> ValidationError:
    messages = {
        ("day",): _("Enter the day as well"),
        ("month",): _("Enter the month as well"),
        ("year",): _("Enter the year as well"),
        ("day", "month"): _("Enter the day and the month as well"),
        ("day", "year"): _("Enter the day and the year as well"),
        ("month", "year"): _("Enter the month and the year as well"),
        ("day", "month", "year"): _("Enter the day, the month and the year as well"),
    }
    return ValidationError(messages[tuple(names)], code="incomplete", params={"parts": tuple(names)})


def _day_number(text: str) -> int:
    number = _number(re.sub(r"(?<=\d)(st|nd|rd|th)$", "", text.casefold()))
    if number is None or not 1 <= number <= 31:
        raise wrong("day", _("Enter the day as a number from 1 to 31"))
    return number


def _month_number(text: str) -> int:
    number = _number(text)
    if number is None:
        number = _month_names().get(text.casefold().rstrip("."))
    if number is None or not 1 <= number <= 12:
        raise wrong("month", _("Enter the month as a number or a word, like 3 or March"))
    return number


def _year_number(text: str) -> int:
    number = _number(text)
    if number is None or not 1900 <= number <= 2200:
        raise wrong("year", _("Enter all four figures of the year, like 2026"))
    return number


def _number(text: str) -> int | None:
    # Longer digits are no date, and Python refuses to convert thousands of them.
    return int(text) if text.isdecimal() and len(text) <= 4 else None


def _month_names() -> dict[str, int]:
    tables = (MONTHS, MONTHS_3, MONTHS_AP)
    names = {str(name).casefold().rstrip("."): number for table in tables for number, name in table.items()}
    return {**ENGLISH_MONTHS, **names}


ENGLISH_MONTHS = {
    name[:length]: number
    for number, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        start=1,
    )
    for length in range(3, len(name) + 1)
}
