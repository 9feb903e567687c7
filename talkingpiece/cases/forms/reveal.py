from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from talkingpiece.cases.states import Purpose
from talkingpiece.ui.forms import Form, LongTextField, RadioField


class PurposeForm(Form):
    purpose = RadioField(
        label=_("What do you need it for?"), choices=Purpose.choices, missing=_("Choose what you need it for")
    )


class MoreForm(Form):
    why = LongTextField(
        label=_("Why do they need more today?"),
        help_text=_("For example: they prepare the letters of a whole prison. Name nobody from a case."),
        rows=3,
        max_length=500,
        missing=_("Say why they need more today"),
    )
