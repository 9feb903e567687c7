from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from talkingpiece.core import clock
from talkingpiece.ui.forms import DateField, Form, LongTextField, TextField


class GiveForm(Form):
    words = LongTextField(
        label=_("What did you see?"),
        help_text=_("In one or two sentences. Nothing about a victim, an offender or a case."),
        rows=3,
        max_length=1000,
        missing=_("Write what you saw"),
    )
    reference = TextField(
        label=_("Where does it lie?"),
        help_text=_("A paper’s number, a folder or a link. Leave it empty if there is none."),
        required=False,
        max_length=300,
    )
    dated = DateField(label=_("Of which day is it?"), latest=clock.today, missing=_("Enter the day"))
    until = DateField(
        label=_("Until when does it count?"),
        help_text=_("The last day. Leave it empty if it has no end."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        dated, until = data.get("dated"), data.get("until")
        if dated and until and until < dated:
            self.add_error("until", _("Enter a day on or after the day of the paper"))
        return data


class TakeBackForm(Form):
    why = TextField(
        label=_("Why does it no longer count?"),
        help_text=_("What was written stays readable, with your reason."),
        max_length=500,
        missing=_("Write why"),
    )


class OpenForm(Form):
    sitting_on = DateField(label=_("On which day did the group sit?"), latest=clock.today, missing=_("Enter the day"))
    present = TextField(
        label=_("Who was there?"),
        help_text=_("Organisations and roles are enough."),
        max_length=500,
        missing=_("Write who was there"),
    )
    words = LongTextField(label=_("What was decided, in the group’s words"), rows=3, max_length=1000, required=False)
    dissent = LongTextField(
        label=_("Who saw it differently, and why"),
        help_text=_("Leave it empty if nobody did. Another view is kept, it does not stop the decision."),
        rows=3,
        max_length=1000,
        required=False,
    )


class CloseForm(Form):
    why = LongTextField(
        label=_("Why are meetings closed?"),
        help_text=_("Everybody who works here can read it."),
        rows=3,
        max_length=500,
        missing=_("Write why"),
    )
