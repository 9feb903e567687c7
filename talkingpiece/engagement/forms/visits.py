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
from talkingpiece.ui.forms import DateTimeField, Form, LongTextField, SelectField, TextField, TimeField

WORKERS = (Role.FACILITATOR, Role.COORDINATOR, Role.CASE_SUPERVISOR)


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

    def __init__(self, *args: Any, area_id: UUID, worker: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        at = clock.now()
        found = {user.pk: user for role in WORKERS for user in people_with_role(area_id, role, at)}
        self.others = {str(pk): user for pk, user in found.items() if pk != worker.pk}
        field = self.fields["with_user"]
        assert isinstance(field, SelectField)
        names = sorted(self.others.values(), key=lambda user: user.name)
        field.choices = [("", _("Nobody")), *((str(user.pk), user.name) for user in names)]

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
