from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from talkingpiece.accounts.queries import people_with_role
from talkingpiece.accounts.roles import Role
from talkingpiece.areas.models import Agency, AgencyKind
from talkingpiece.cases.services import Told
from talkingpiece.cases.states import ChangeKind
from talkingpiece.core import clock
from talkingpiece.linkage import standardise
from talkingpiece.people.states import NumberKind
from talkingpiece.ui.forms import DateTimeField, Form, LongTextField, RadioField, SelectField, TextField


class ChangeForm(Form):
    """Something happened to an offender, as a worker was told. `area_id` says among whom to choose."""

    kind = RadioField(
        label=_("What has changed?"),
        choices=ChangeKind.choices,
        hints={
            ChangeKind.RECALL: _("A booked meeting stands no longer until the risk was looked at again."),
            ChangeKind.ORDER: _("A restraining order, for example. Write the order itself down as well."),
            ChangeKind.DEATH: _("Nobody writes to them any more. A case supervisor decides how the case goes on."),
        },
        missing=_("Choose what has changed"),
    )
    to_prison = SelectField(label=_("Which prison?"), choices=[], required=False)
    to_named = TextField(label=_("Another prison, or the wing"), max_length=160, required=False)
    back_in = TextField(label=_("In which prison, if you know it"), max_length=160, required=False)
    officer = SelectField(label=_("Who supervises them now?"), choices=[], required=False)
    officer_named = TextField(
        label=_("Somebody without an account here"), help_text=_("Their name and where they work"), required=False
    )
    number = TextField(label=_("The prison number that stays"), width="10", required=False)
    at = DateTimeField(label=_("When did it happen?"), latest=clock.now)
    words = LongTextField(
        label=_("From whom do you know it, and what did they say?"), rows=3, missing=_("Say from whom you know it")
    )

    reveals: ClassVar = {
        "kind": {
            ChangeKind.TRANSFER.value: ["to_prison", "to_named"],
            ChangeKind.RECALL.value: ["back_in"],
            ChangeKind.OFFICER.value: ["officer", "officer_named"],
            ChangeKind.MERGED.value: ["number"],
        }
    }
    required_if_revealed: ClassVar = {"number": _("Enter the number that stays")}

    def __init__(self, *args: Any, area_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = people_with_role(area_id, Role.OFFENDER_MANAGER, clock.now()).select_related("agency")
        self.officers = {str(user.pk): user for user in found}
        self.prisons = {str(row.pk): row for row in Agency.objects.filter(kind=AgencyKind.PRISON).order_by("name")}
        self._offer("officer", {key: user.name for key, user in self.officers.items()})
        self._offer("to_prison", {key: row.name for key, row in self.prisons.items()})

    def _offer(self, name: str, choices: dict[str, str]) -> None:
        field = self.fields[name]
        assert isinstance(field, SelectField)
        field.choices = [("", _("None of them, or not known")), *choices.items()]

    def clean_number(self) -> str:
        typed = str(self.cleaned_data["number"])
        if typed and not standardise.number(NumberKind.PRISON, typed):
            self.add_error("number", _("A prison number looks like A1234BC"))
        return typed

    def told(self) -> Told:
        cleaned = self.cleaned_data
        prison, officer = self.prisons.get(cleaned["to_prison"]), self.officers.get(cleaned["officer"])
        values = {
            "prison": cleaned["to_named"] or cleaned["back_in"] or (prison.name if prison else ""),
            "officer": cleaned["officer_named"],
            NumberKind.PRISON.value: standardise.number(NumberKind.PRISON, cleaned["number"]),
        }
        return Told(
            kind=cleaned["kind"],
            happened_at=cleaned["at"],
            agency=prison or (officer.agency if officer else None),
            officer=officer,
            words=cleaned["words"],
            values={key: value for key, value in values.items() if value},
        )
