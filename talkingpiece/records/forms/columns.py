from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from talkingpiece.documents.lists.mapping import headings
from talkingpiece.records.columns import BY_KEY, COLUMNS
from talkingpiece.records.queries import OpenList
from talkingpiece.ui.forms import Form, SelectField


class ColumnsForm(Form):
    """One select for each of their columns, and one for the sheet where there are several."""

    def __init__(self, *args: Any, opened: OpenList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opened = opened
        choices = [(column.key, column.header) for column in COLUMNS]
        for number, heading in enumerate(headings(opened.rows)):
            self.fields[f"column_{number}"] = SelectField(
                label=_("What is “%(heading)s”?") % {"heading": heading or _("(no heading)")},
                choices=choices,
                empty_label=_("Leave this column out"),
                initial=opened.mapping[number],
                required=False,
            )
        if len(opened.sheets) > 1:
            names = [(str(number), sheet["name"]) for number, sheet in enumerate(opened.sheets)]
            self.fields["sheet"] = SelectField(
                label=_("Which sheet holds the cases?"), choices=names, initial=str(opened.sheet)
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.sheet != self.opened.sheet:
            return cleaned  # the columns of another sheet are looked at next
        first: dict[str, str] = {}
        for number, key in enumerate(self.mapping):
            if key and key in first:
                words = _("“%(column)s” is chosen twice. Choose it for one of your columns.")
                self.add_error(f"column_{number}", forms.ValidationError(words % {"column": BY_KEY[key].header}))
            elif key:
                first[key] = f"column_{number}"
        return cleaned

    @property
    def mapping(self) -> list[str]:
        return [self.cleaned_data.get(f"column_{number}", "") for number in range(len(self.opened.mapping))]

    @property
    def sheet(self) -> int:
        return int(self.cleaned_data.get("sheet") or self.opened.sheet)
