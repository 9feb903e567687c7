"""One cell of somebody's list, read as what it means. Each reader returns a value, or raises Mend with what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache

import jellyfish
import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from talkingpiece.core import clock
from talkingpiece.linkage.standardise import phone as standard_phone
from talkingpiece.linkage.standardise import plain
from talkingpiece.ui.dates import short_date

Read = Callable[[str], object]
_CLOSE = 0.9  # of Jaro and Winkler; below it, a guess would be as often wrong
_EXCEL_BEGAN = date(1899, 12, 30)
_OLDEST = date(1900, 1, 1)


class Mend(ValueError):
    """What somebody has to do to this cell, as a sentence."""


def words(most: int) -> Read:
    def read(text: str) -> str:
        if len(text) > most:
            raise Mend(_("Use %(most)d characters or fewer.") % {"most": most})
        return text

    return read


def yes_no(text: str) -> bool:
    said = plain(text)
    if said in {"yes", "y", "true", "1", "ja", "x", "ok"}:
        return True
    if said in {"no", "n", "false", "0", "none", "never"}:
        return False
    raise Mend(_("Write yes or no."))


def email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise Mend(_("Write the whole email address, like name@example.org.")) from None
    return text


def phone(text: str) -> str:
    """The number as people dial it. A spreadsheet that took it for a sum has lost its first nought."""
    digits = re.sub(r"\D", "", text)
    typed = f"0{digits}" if re.fullmatch(r"[12378]\d{9}", digits) else text
    standard = standard_phone(typed)
    if not standard:
        raise Mend(_("Write one whole phone number, like 01632 960 001."))
    number = phonenumbers.parse(standard)
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, form.NATIONAL if number.country_code == 44 else form.INTERNATIONAL)


def choice(labels: Iterable[tuple[str, str | Promise]], also: dict[str, str] | None = None) -> Read:
    """One of a TextChoices' values: by its value, its words, or a word that means the same."""
    kept = tuple(labels)

    @lru_cache(maxsize=2048)
    def nearest(text: str, _language: str | None) -> str:
        """Empty where nothing is near. A column holds the same few words thousands of times."""
        known = {plain(value).replace("_", " "): value for value, _label in kept}
        known |= {plain(str(label)): value for value, label in kept} | (also or {})
        said = " ".join(plain(text).replace("_", " ").split())
        if said in known:
            return known[said]
        near = max(known, key=lambda word: jellyfish.jaro_winkler_similarity(said, word))
        return known[near] if jellyfish.jaro_winkler_similarity(said, near) >= _CLOSE else ""

    def read(text: str) -> str:
        found = nearest(text, get_language())
        if not found:
            allowed = "; ".join(str(label) for _value, label in kept)
            raise Mend(_("Write one of these: %(allowed)s.") % {"allowed": allowed})
        return found

    return read


# Dates


def past_day(text: str) -> date:
    day = any_day(text, century_back=True)
    if day > clock.today():
        raise Mend(_("%(day)s has not come yet. Write a day that has been.") % {"day": short_date(day)})
    return day


def any_day(text: str, *, century_back: bool = False) -> date:
    """A day in the order of this country, an ISO date, or a spreadsheet's own number of a day."""
    day = _numbered(text) or _iso(text) or _written(text, century_back=century_back)
    if day is None:
        raise Mend(_("Write the date with the day first, like 27/3/2026."))
    if not _OLDEST <= day <= clock.today() + timedelta(days=36_525):
        raise Mend(_("Check the year of this date."))
    return day


def _numbered(text: str) -> date | None:
    if re.fullmatch(r"[2-6]\d{4}(\.0+)?", text):
        return _EXCEL_BEGAN + timedelta(days=int(float(text)))
    return None


def _iso(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date() if re.match(r"\d{4}-", text) else None
    except ValueError:
        return None


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _written(text: str, *, century_back: bool) -> date | None:
    cleaned = re.sub(r"^[a-z]+day\s*,?\s+|(?<=\d)(st|nd|rd|th)\b|,", "", text.strip().casefold())
    parts = [part for part in re.split(r"[\s/.\-]+", cleaned) if part]
    if len(parts) != 3:
        return None
    day, month, year = parts
    number = _month(month)
    if number is None or not day.isdecimal() or not year.isdecimal() or len(year) not in {2, 4}:
        return None
    if number > 12:
        raise Mend(_("There is no month %(month)s. Write the day first, like 27/3/2026.") % {"month": month})
    try:
        return date(_year(int(year), len(year), century_back=century_back), number, int(day))
    except ValueError:
        raise Mend(_("There is no such day in that month. Check the date.")) from None


def _month(text: str) -> int | None:
    if text.isdecimal():
        return int(text)
    return _MONTHS.index(text[:3]) + 1 if text[:3] in _MONTHS else None


def _year(number: int, digits: int, *, century_back: bool) -> int:
    if digits == 4:
        return number
    year = 2000 + number
    return year - 100 if century_back and year > timezone.localdate().year else year
