from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from talkingpiece.cases.states import PaperKind
from talkingpiece.core import clock
from talkingpiece.documents.reception import MOST_BYTES
from talkingpiece.ui.forms import DateTimeField, Form, RadioField, TextField, UploadField


class PaperForm(Form):
    file = UploadField(
        most_bytes=MOST_BYTES,
        too_large=_("This file is larger than 10 MB. Take a smaller picture of it, or divide it."),
        label=_("The file"),
        help_text=_("A PDF, a picture (JPEG or PNG), a Word document or a plain text, up to 10 MB."),
    )
    kind = RadioField(label=_("What is it?"), choices=PaperKind.choices, small=True, missing=_("Say what it is"))
    words = TextField(label=_("In a few words"), required=False)
    person = RadioField(
        label=_("To whose file does it belong?"),
        help_text=_("It is never shown in the file of the other side."),
        choices=(),
        missing=_("Say to whose file it belongs"),
    )
    brought_by = TextField(
        label=_("Who brought it?"), help_text=_("Them, or who else"), missing=_("Say who brought it")
    )
    happened_at = DateTimeField(label=_("When?"), latest=clock.now, initial=clock.now, required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]

    def clean_happened_at(self) -> datetime:
        return self.cleaned_data["happened_at"] or clock.now()
