from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext

from talkingpiece.ui.dates import clock_text


class DateParts(forms.Widget):
    """Day, month and year. Its value is a list of what was typed, or a date."""

    names: tuple[str, ...] = ("day", "month", "year")
    use_fieldset = True
    needs_multipart_form = False

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        return [str(data.get(f"{name}_{part}") or "").strip() for part in self.names]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return all(f"{name}_{part}" not in data for part in self.names)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_{self.names[0]}" if id_ else id_

    def described(self) -> Iterator[tuple[str, str, str, str]]:
        """(name, label, width in characters, input mode) of each part."""
        yield "day", gettext("Day"), "2", "numeric"
        # Words are welcome here, so a numeric keypad would be in the way.
        yield "month", gettext("Month"), "5", ""
        yield "year", gettext("Year"), "4", "numeric"

    def texts(self, value: Any) -> Sequence[str]:
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return list(value) if value else ["" for _ in self.names]


class DateTimeParts(DateParts):
    names = ("day", "month", "year", "time")

    def described(self) -> Iterator[tuple[str, str, str, str]]:
        yield from super().described()
        yield "time", gettext("Time"), "5", ""

    def texts(self, value: Any) -> Sequence[str]:
        if not isinstance(value, datetime):
            return super().texts(value)
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return [*super().texts(local.date()), clock_text(local.time())]
