from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from talkingpiece.accounts.models import User
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocker
from talkingpiece.staffing.models import Level
from talkingpiece.ui.forms import (
    DateField,
    DateTimeField,
    Form,
    NumberField,
    RadioField,
    SelectField,
    TextField,
    YesNoField,
)


def _tomorrow() -> date:
    return clock.today() + timedelta(days=1)


def _named(people: Iterable[User]) -> list[tuple[str, str]]:
    return [(str(user.pk), user.name) for user in people]


class TurnForm(Form):
    user = SelectField(label=_("Who is on duty?"), choices=[], missing=_("Choose who is on duty"))
    starts_at = DateTimeField(
        label=_("From when?"),
        help_text=_("Leave it empty to begin now"),
        earliest=clock.now,
        required=False,
    )
    ends_at = DateTimeField(
        label=_("Until when?"),
        help_text=_("Leave it empty if it lasts until the next turn that is planned"),
        earliest=clock.now,
        required=False,
    )

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [("", _("Choose one")), *_named(people)]  # type: ignore[attr-defined]

    def clean(self) -> None:
        begins, ends = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", _("The end must come after the beginning"))


class LeaveForm(Form):
    """Why somebody is away is neither asked nor kept."""

    starts_on = DateField(label=_("First day away"), earliest=clock.today, missing=_("Enter the first day away"))
    ends_on = DateField(label=_("First day back"), earliest=_tomorrow, missing=_("Enter the first day back"))
    stand_in = SelectField(label=_("Who stands in?"), choices=[], missing=_("Choose who stands in"))

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stand_in"].choices = [("", _("Choose one")), *_named(people)]  # type: ignore[attr-defined]

    def clean(self) -> None:
        first, back = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first and back and back <= first:
            self.add_error("ends_on", _("The first day back must come after the first day away"))

    def refuse(self, blockers: Iterable[Blocker]) -> None:
        """Every reason beside the field that answers it."""
        for blocker in blockers:
            name = "starts_on" if blocker.code in {"already_away", "stands_in", "days"} else "stand_in"
            self.add_error(name, f"{blocker.message}. {blocker.remedy}")


class FacilitatorForm(Form):
    level = RadioField(label=_("Level"), choices=Level.choices, missing=_("Choose the level"))
    capacity = NumberField(
        label=_("Open cases at a time"), min_value=0, max_value=60, width="3", missing=_("Enter a number")
    )
    supervision_due_on = DateField(
        label=_("Next case supervision, at the latest"), missing=_("Enter the day of the next supervision")
    )
    vetting_until = DateField(label=_("Vetted until"), missing=_("Enter the day on which the vetting ends"))
    languages = TextField(
        label=_("Languages besides English"), help_text=_("With commas between"), max_length=160, required=False
    )
    taking_cases = YesNoField(label=_("Takes new cases now?"), inline=True, missing=_("Choose yes or no"))
