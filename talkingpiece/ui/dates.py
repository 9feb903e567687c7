"""How dates and times are written. All of them in the local time zone."""

from datetime import date, datetime, time

from django.utils import formats, timezone
from django.utils.translation import gettext as _


def short_date(value: date | datetime | None) -> str:
    """Such as "Thu 26 Nov"; the year is added when it is not this year."""
    day = _day(value)
    if day is None:
        return ""
    return formats.date_format(day, "D j M" if day.year == timezone.localdate().year else "D j M Y")


def long_date(value: date | datetime | None) -> str:
    day = _day(value)
    return "" if day is None else formats.date_format(day, "l j F Y")


def when(value: date | datetime | None) -> str:
    """Such as "10:42 today" or "Thu 26 Nov, 6pm"; a plain date has no time."""
    if not isinstance(value, datetime):
        return _("today") if value == timezone.localdate() else short_date(value)
    local = _local(value)
    if local.date() == timezone.localdate():
        return _("%(time)s today") % {"time": local.strftime("%H:%M")}
    return _("%(date)s, %(time)s") % {"date": short_date(local), "time": clock_text(local.time())}


def clock_text(value: time) -> str:
    """Such as "6pm" or "6:30pm"."""
    hour, half = value.hour % 12 or 12, _("pm") if value.hour >= 12 else _("am")
    return f"{hour}:{value.minute:02d}{half}" if value.minute else f"{hour}{half}"


def _day(value: date | datetime | None) -> date | None:
    return _local(value).date() if isinstance(value, datetime) else value


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value
