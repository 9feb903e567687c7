from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from talkingpiece.identification.states import Said
from talkingpiece.ui.forms import Form, RadioField


class PairForm(Form):
    said = RadioField(
        label=_("Is it one person?"),
        help_text=_("It stands for ever, and no later reckoning undoes it."),
        choices=Said.choices,
        missing=_("Choose one of the three"),
    )
