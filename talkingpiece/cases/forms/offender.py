from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import people_with_role
from talkingpiece.accounts.roles import Role
from talkingpiece.areas.models import Agency
from talkingpiece.cases.forms.known import KnownForm
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.cases.queries import has_a_part
from talkingpiece.cases.states import KnownFrom, SentenceType
from talkingpiece.core import clock
from talkingpiece.linkage import standardise
from talkingpiece.people.states import NumberKind
from talkingpiece.ui.forms import DateField, DateTimeField, Form, RadioField, SelectField, TextField, TickField

MANAGER, AGENCY, NONE, UNKNOWN = "manager", "agency", "none", "unknown"


class SupervisorForm(Form):
    """Who supervises an offender. `area_id` says among whom to choose.

    `held`: where they are held is recorded, and stays sealed here: what is left empty is kept.
    """

    supervised = RadioField(
        label=_("Who supervises them?"),
        choices=[
            (MANAGER, _("An offender manager who has an account here")),
            (AGENCY, _("An agency; we do not know who yet")),
            (NONE, _("Nobody: the sentence is complete")),
            (UNKNOWN, _("We do not know yet")),
        ],
        hints={MANAGER: _("Then we can ask them here, and they answer here.")},
        missing=_("Choose one answer. “We do not know yet” is an answer too"),
    )
    manager = SelectField(label=_("Offender manager"), choices=[])
    agency = SelectField(label=_("Agency"), choices=[])
    held_at = TextField(
        label=_("Where they are held, if in custody"),
        help_text=_("Only the offender’s side of the file shows it. It is not told to the victim without authority"),
        max_length=160,
        required=False,
    )
    not_held = TickField(label=_("They are not held there any more, or never were"), required=False)

    prison_no = TextField(
        label=NumberKind.PRISON.label,
        help_text=_("Like A1234BC. By it we hear when they are moved. Left empty, what is known is kept"),
        width="10",
        required=False,
    )
    crn = TextField(
        label=NumberKind.CRN.label, help_text=_("Like X123456. Left empty, it is kept"), width="10", required=False
    )

    reveals: ClassVar = {"supervised": {MANAGER: ["manager"], AGENCY: ["agency"]}}
    required_if_revealed: ClassVar = {
        "manager": _("Choose the offender manager"),
        "agency": _("Choose the agency"),
    }

    def __init__(self, *args: Any, area_id: UUID, held: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if held:
            self.fields["held_at"].help_text = _("It is recorded, and sealed. Leave this empty to keep it")
        else:
            del self.fields["not_held"]
        self.managers = {
            str(user.pk): user
            for user in people_with_role(area_id, Role.OFFENDER_MANAGER, clock.now()).select_related("agency")
        }
        self.agencies = {str(agency.pk): agency for agency in Agency.objects.order_by("name")}
        self._offer("manager", {key: _in_agency(user) for key, user in self.managers.items()})
        self._offer("agency", {key: agency.name for key, agency in self.agencies.items()})

    def _offer(self, name: str, choices: dict[str, str]) -> None:
        field = self.fields[name]
        assert isinstance(field, SelectField)
        field.choices = [("", _("Choose one")), *choices.items()]

    def clean_prison_no(self) -> str:
        return self._number(NumberKind.PRISON, _("A prison number looks like A1234BC"))

    def clean_crn(self) -> str:
        return self._number(NumberKind.CRN, _("A probation number looks like X123456"))

    def _number(self, kind: NumberKind, missing: Any) -> str:
        typed = str(self.cleaned_data[kind.value])
        standard = standardise.number(kind, typed)
        if typed and not standard:
            self.add_error(kind.value, missing)
        return standard

    def numbers(self) -> dict[str, str]:
        """By kind, those that were filled in."""
        return {kind: self.cleaned_data[kind] for kind in NumberKind.values if self.cleaned_data[kind]}

    def columns(self) -> dict[str, Any]:
        """As `add_responsible` and `name_supervisor` take them."""
        cleaned = self.cleaned_data
        kept = "not_held" in self.fields and not (cleaned["held_at"] or cleaned["not_held"])
        manager: User | None = self.managers.get(cleaned["manager"])
        agency = manager.agency if manager else self.agencies.get(cleaned["agency"])
        return {
            "offender_manager": manager,
            "agency": agency,
            "without_manager": cleaned["supervised"] == NONE,
            "held_at": None if kept else cleaned["held_at"],
        }


def _in_agency(user: User) -> str:
    return f"{user.name}, {user.agency.name}" if user.agency else user.name


def supervisor_initial(responsible: Responsible) -> dict[str, Any]:
    return {
        "supervised": _supervised(responsible),
        "manager": str(responsible.offender_manager_id or ""),
        "agency": str(responsible.agency_id or ""),
    }


def _supervised(responsible: Responsible) -> str:
    if responsible.without_manager:
        return NONE
    if responsible.offender_manager_id:
        return MANAGER
    return AGENCY if responsible.agency_id else UNKNOWN


class ResponsibleForm(KnownForm, SupervisorForm):
    described = ("called",)

    called = TextField(label=_("First name"), width="20", max_length=120, missing=_("Enter a name to call them by"))
    full_name = TextField(label=_("Full name, if you know it"), max_length=200, required=False)
    birth_date = DateField(
        label=_("Date of birth, if you know it"),
        help_text=_("An offender manager needs the name and this to be sure of whom we speak"),
        latest=clock.today,
        required=False,
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.person is not None and has_a_part(self.case, self.person.pk):
            self.add_error(None, _("They have a part in this case already. Choose “None of these”, or go back"))
        return cleaned

    field_order = [
        "called",
        "full_name",
        "birth_date",
        "supervised",
        "manager",
        "agency",
        "held_at",
        "not_held",
        "prison_no",
        "crn",
    ]


class SentenceForm(Form):
    kind = SelectField(label=_("What did the court decide?"), choices=SentenceType.choices)
    length = TextField(label=_("How long"), help_text=_("For example 30 months"), width="20", required=False)
    sentenced_on = DateField(label=_("Sentenced on"), latest=clock.today, required=False)
    release_on = DateField(
        label=_("Release"), help_text=_("The day on which they are to be released, or were"), required=False
    )
    licence_ends_on = DateField(label=_("Licence ends"), required=False)
    parole_from = DateField(label=_("Parole may be heard from"), required=False)
    parole_until = DateField(label=_("Parole may be heard until"), required=False)
    known_from = RadioField(
        label=_("From whom do we know this?"),
        choices=[(value, capfirst(label)) for value, label in KnownFrom.choices],
        small=True,
    )
    at = DateTimeField(label=_("When did they say it?"), latest=clock.now, initial=clock.now)

    DATES: ClassVar = ("sentenced_on", "release_on", "licence_ends_on", "parole_from", "parole_until")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        pairs = [("sentenced_on", "release_on"), ("release_on", "licence_ends_on"), ("parole_from", "parole_until")]
        for first, second in pairs:
            start, end = cleaned.get(first), cleaned.get(second)
            if start and end and end < start:
                self.add_error(second, _("This day is before “%(other)s”. Check both") % {"other": self[first].label})
        return cleaned

    def columns(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("kind", "length", "known_from", *self.DATES)}
