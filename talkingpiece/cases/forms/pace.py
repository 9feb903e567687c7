from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from talkingpiece.core import clock
from talkingpiece.ui.forms import DateField, Form, LongTextField


def _tomorrow() -> date:
    return clock.today() + timedelta(days=1)


class PauseForm(Form):
    resume_on = DateField(
        label=_("Until when, if they named a day"),
        help_text=_("Leave it empty if they did not. Nobody will press them"),
        earliest=_tomorrow,
        required=False,
    )
    words = LongTextField(
        label=_("Anything they want us to know"), help_text=_("No reason is needed"), rows=3, required=False
    )
