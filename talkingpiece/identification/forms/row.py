from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talkingpiece.core import clock
from talkingpiece.identification.states import OutWhy
from talkingpiece.ui.forms import DateField, Form, LongTextField, RadioField

ACCEPT, LATER, OUT = "accept", "later", "out"


class RowForm(Form):
    """Which of three: `decision` is the button that was pressed."""

    why = RadioField(label=gettext_lazy("Why is it left out?"), choices=OutWhy.choices, required=False, small=True)
    words = LongTextField(
        label=gettext_lazy("In your words"),
        help_text=gettext_lazy("Nothing about how grave it was, and nothing about what they might want."),
        rows=2,
        max_length=500,
        required=False,
    )
    later_on = DateField(
        label=gettext_lazy("Until which day?"),
        help_text=gettext_lazy("If it is empty: four weeks, or what the area has set."),
        earliest=clock.today,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.decision == OUT and not cleaned.get("why"):
            self.add_error("why", _("Choose why it is left out"))
        if self.decision == OUT and cleaned.get("why") == OutWhy.OTHER and not cleaned.get("words"):
            self.add_error("words", _("Say why it is left out"))
        if not self.decision:
            self.add_error(None, _("Press one of the three buttons"))
        return cleaned

    @property
    def decision(self) -> str:
        return next((one for one in (ACCEPT, LATER, OUT) if one in self.data), "")
