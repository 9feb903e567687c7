from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talkingpiece.areas.models import Agency, Area
from talkingpiece.identification.columns import BY_KEY, LIMITS
from talkingpiece.identification.queries import OpenExtract
from talkingpiece.ui.forms import Form, SelectField, UploadField

_TOO_LARGE = gettext_lazy("This file is larger than 8 MB. Take out what is not needed, or divide it.")


class ExtractField(UploadField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(most_bytes=LIMITS.most_bytes, too_large=_TOO_LARGE, **kwargs)


class BringForm(Form):
    organisation = SelectField(
        label=gettext_lazy("From which organisation is the list?"),
        choices=[],
        missing=gettext_lazy("Choose the organisation"),
    )
    file = ExtractField(
        label=gettext_lazy("The list"),
        help_text=gettext_lazy("An .xlsx, .ods, .csv or .parquet file with one person or one crime in each row."),
    )

    def __init__(self, *args: Any, areas: Sequence[Area], agencies: Sequence[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = {str(area.pk): area for area in areas}
        self.agencies = {str(agency.pk): agency for agency in agencies}
        self.fields["organisation"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose the organisation")),
            *((key, one.name) for key, one in self.agencies.items()),
        ]
        if len(self.areas) > 1:
            self.fields["area"] = SelectField(
                label=_("Into which area?"), choices=[(key, area.name) for key, area in self.areas.items()]
            )

    @property
    def area(self) -> Area:
        chosen = self.cleaned_data.get("area")
        return self.areas[chosen] if chosen else next(iter(self.areas.values()))

    @property
    def agency(self) -> Agency:
        return self.agencies[self.cleaned_data["organisation"]]


class ColumnsForm(Form):
    """One select for each column of the file, those that were dropped too, and the file in case one is taken back."""

    def __init__(self, *args: Any, opened: OpenExtract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opened = opened
        choices = [(column.key, column.header) for column in opened.columns]
        for number, heading in enumerate(opened.headings):
            self.fields[f"column_{number}"] = SelectField(
                label=_("What is “%(heading)s”?") % {"heading": heading or _("(no heading)")},
                choices=choices,
                empty_label=_("Nobody needs it: drop it"),
                initial=opened.mapping[number],
                required=False,
            )
        self.fields["file"] = ExtractField(
            label=_("The file once more"),
            help_text=_("Only if you take a column that was dropped: nothing that stood in it was kept."),
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first: set[str] = set()
        for number, key in enumerate(self.mapping):
            if key and key in first:
                words = _("“%(column)s” is chosen twice. Choose it for one of the columns.")
                self.add_error(f"column_{number}", forms.ValidationError(words % {"column": BY_KEY[key].header}))
            first.add(key)
        return cleaned

    @property
    def mapping(self) -> list[str]:
        return [self.cleaned_data.get(f"column_{number}", "") for number in range(len(self.opened.headings))]

    @property
    def content(self) -> bytes | None:
        given = self.cleaned_data.get("file")
        return given.read() if given else None


class MendedForm(Form):
    file = ExtractField(
        label=gettext_lazy("The mended file"),
        help_text=gettext_lazy("The file that this list gave you. Leave its first column as it is."),
    )
