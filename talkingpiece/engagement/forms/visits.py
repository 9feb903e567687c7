from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import people_with_role
from talkingpiece.accounts.roles import Role
from talkingpiece.core import clock
from talkingpiece.engagement.states import CallOutAnswer, PaidBy, Travel
from talkingpiece.ui.forms import (
    DateTimeField,
    Form,
    LongTextField,
    NumberField,
    RadioField,
    SelectField,
    TextField,
    TickField,
    TimeField,
)

WORKERS = (Role.FACILITATOR, Role.COORDINATOR, Role.CASE_SUPERVISOR)


def colleagues(area_id: UUID, worker: User) -> dict[str, User]:
    """Who can come along with a worker, by id, in the order of their names."""
    at = clock.now()
    found = {user.pk: user for role in WORKERS for user in people_with_role(area_id, role, at)}
    others = (user for pk, user in found.items() if pk != worker.pk)
    return {str(user.pk): user for user in sorted(others, key=lambda user: user.name)}


class VisitForm(Form):
    """`area_id` and `worker`: among whom to choose who comes along."""

    planned_at = DateTimeField(label=_("When?"), earliest=clock.today)
    place = TextField(
        label=_("Where?"),
        help_text=_("As much as somebody needs who looks for you"),
        max_length=200,
        missing=_("Say where"),
    )
    purpose = TextField(
        label=_("What for?"),
        help_text=_("A few words without names. For example: first talk"),
        max_length=160,
        missing=_("Say what the visit is for"),
    )
    with_user = SelectField(label=_("Who comes with you?"), choices=[], empty_label=_("Nobody"), required=False)
    home_by = TimeField(
        label=_("Home by"),
        help_text=_("The hour on that day by which you will have said that you are safely home"),
    )
    ring_also = TextField(
        label=_("Whom do we ring if you do not come home?"),
        help_text=_("Their name and number. Nobody sees it before we look for you"),
        max_length=200,
        required=False,
    )
    meet_at = TextField(label=_("Where you meet, or where the car will stand"), max_length=200, required=False)
    travel = RadioField(label=_("How do you get there?"), choices=Travel.choices, small=True, required=False)
    minutes = NumberField(
        label=_("Minutes on the way, there and back"), width="4", min_value=0, max_value=1440, required=False
    )
    miles = NumberField(label=_("Miles, there and back"), width="4", min_value=0, max_value=2000, required=False)
    paid_by = RadioField(label=_("Who pays for the way?"), choices=PaidBy.choices, small=True, required=False)
    TRAVEL = ("meet_at", "travel", "minutes", "miles", "paid_by")

    def __init__(self, *args: Any, area_id: UUID, worker: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = colleagues(area_id, worker)
        field = self.fields["with_user"]
        assert isinstance(field, SelectField)
        field.choices = [("", _("Nobody")), *((pk, user.name) for pk, user in self.others.items())]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        planned, home = cleaned.get("planned_at"), cleaned.get("home_by")
        if planned and home:
            cleaned["home_by"] = self._home_by(planned, home)
        return cleaned

    def _home_by(self, planned: datetime, home: time) -> datetime:
        home_by = datetime.combine(timezone.localtime(planned).date(), home, timezone.get_current_timezone())
        if home_by <= planned:
            self.add_error("home_by", _("This is before the visit. Check both times"))
        return home_by

    def columns(self) -> dict[str, Any]:
        return {**self.cleaned_data, "with_user": self.others.get(self.cleaned_data["with_user"])}


class MoreTimeForm(Form):
    minutes = RadioField(
        label=_("How much longer?"),
        choices=[("30", _("30 minutes")), ("60", _("One hour"))],
        initial="30",
        inline=True,
        small=True,
        missing=_("Choose how much longer"),
    )
    why = TextField(
        label=_("Why?"), help_text=_("A few words without names"), max_length=200, missing=_("Say why in a few words")
    )

    def columns(self) -> dict[str, Any]:
        return {"minutes": int(self.cleaned_data["minutes"]), "why": self.cleaned_data["why"]}


class StepForm(Form):
    """What came of one step of a call-out."""

    answer = RadioField(
        label=_("What came of it?"), choices=CallOutAnswer.choices, small=True, missing=_("Say what came of it")
    )
    words = TextField(label=_("What else to know"), max_length=300, required=False)


class VisitHeldForm(Form):
    held_at = DateTimeField(label=_("When was it?"), latest=clock.now)
    home_at = DateTimeField(
        label=_("Home safe at"),
        help_text=_("Everybody who went. A visit counts as held when everybody is home"),
        latest=clock.now,
        initial=clock.now,
        missing=_("Say when everybody was home"),
    )
    note = LongTextField(
        label=_("Note"), help_text=_("What they said of their needs goes on the next page"), rows=4, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        held, home = cleaned.get("held_at"), cleaned.get("home_at")
        if held and home and home < held:
            self.add_error("home_at", _("This is before the visit. Check both times"))
        return cleaned


class VisitNotHeldForm(Form):
    why = TextField(
        label=_("Why did it not happen?"),
        help_text=_("A few words without names"),
        max_length=200,
        missing=_("Say why it did not happen"),
    )
    home = TickField(
        label=_("Whoever was to go is safe: at home, or never left"),
        missing=_("Make sure that they are safe, and tick it. Until then we look for them"),
    )

    def __init__(self, *args: Any, begun: bool, **kwargs: Any) -> None:
        """`begun`: its hour has come, so somebody may be out."""
        super().__init__(*args, **kwargs)
        if not begun:
            del self.fields["home"]
