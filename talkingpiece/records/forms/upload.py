from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from talkingpiece.areas.models import Area
from talkingpiece.records.columns import LIMITS
from talkingpiece.ui.forms import Form, SelectField, UploadField


class ListField(UploadField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            most_bytes=LIMITS.most_bytes,
            too_large=_("This file is larger than 2 MB. Take out pictures and sheets that are not needed."),
            **kwargs,
        )


class UploadForm(Form):
    file = ListField(
        label=_("Your list"),
        help_text=_("An .xlsx, .ods or .csv file with one running case in each row, at most 500 rows."),
    )

    def __init__(self, *args: Any, areas: Sequence[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = {str(area.pk): area for area in areas}
        if len(self.areas) > 1:
            self.fields["area"] = SelectField(
                label=_("Into which area?"), choices=[(key, area.name) for key, area in self.areas.items()]
            )

    @property
    def area(self) -> Area:
        chosen = self.cleaned_data.get("area")
        return self.areas[chosen] if chosen else next(iter(self.areas.values()))


class MendedForm(Form):
    file = ListField(
        label=_("The mended file"),
        help_text=_("The file that this list gave you. Leave its first column as it is."),
    )
