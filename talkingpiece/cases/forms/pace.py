from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from talkingpiece.core import clock
from talkingpiece.ui.dates import when
from talkingpiece.ui.forms import DateField, DateTimeField, Form, LongTextField


def _tomorrow() -> date:
    return clock.today() + timedelta(days=1)


class PauseForm(Form):
    """`since`: no pause begins before the case was opened, or within an earlier pause."""

    resume_on = DateField(
        label=_("Until when, if they named a day"),
        help_text=_("Leave it empty if they did not. Nobody will press them"),
        earliest=_tomorrow,
        required=False,
    )
    words = LongTextField(
        label=_("Anything they want us to know"), help_text=_("No reason is needed"), rows=3, required=False
    )
    happened_at = DateTimeField(
        label=_("When did they say so?"),
        help_text=_("The pause counts from then. If you leave it empty, it counts from now"),
        latest=clock.now,
        initial=clock.now,
        required=False,
    )

    def __init__(self, *args: Any, since: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.since = since

    def clean_happened_at(self) -> datetime:
        at: datetime = self.cleaned_data["happened_at"] or clock.now()
        if at < self.since.replace(second=0, microsecond=0):  # people give minutes
            limit = {"when": when(self.since)}
            raise ValidationError(_("The case was opened, or last went on, %(when)s. Enter a later time") % limit)
        return max(at, self.since)
