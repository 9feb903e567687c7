from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Agency
from talkingpiece.cases.states import KnownFrom, OffenceCategory, Route, SentenceType, VictimAs
from talkingpiece.core import clock
from talkingpiece.people.models import Person
from talkingpiece.referrals.forms.agency_choices import STAGES
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.services import Acceptance, OffenderEntry, SentenceEntry
from talkingpiece.ui.forms import DateField, Form, RadioField, SelectField, TextField, TickField, YesNoField

Choice = tuple[str, Any]
NEW = "new"


@dataclass(frozen=True)
class Alike:
    """People who may be the one named. `ask_first`: something about the name is not for this page."""

    people: Sequence[Choice] = ()
    ask_first: bool = False


@dataclass(frozen=True)
class Known:
    """Whom the form may name: people alike, and who supervises offenders here."""

    people: Sequence[Choice]
    offenders: Callable[[str, date | None], Alike]
    managers: Sequence[User]
    agencies: Sequence[Agency]
    # The person of an id, if whoever decides may know of them: as a victim, and as somebody responsible.
    victim: Callable[[str], Person | None]
    offender: Callable[[str], Person | None]


def _past(label: Any, help_text: Any = "") -> DateField:
    return DateField(label=label, help_text=help_text, latest=clock.today, required=False)


class AcceptForm(Form):
    same_person = RadioField(
        label=_("Is this somebody whom we know already?"),
        help_text=_("A name and a date of birth alone never say so. Ask, if you are not sure."),
        choices=[],
        missing=_("Choose the person, or “Somebody new”"),
    )
    full_name = TextField(
        label=_("Their full name"),
        help_text=_("Only if they gave it to you."),
        max_length=120,
        width="30",
        required=False,
    )
    birth_date = _past(_("Their date of birth"))
    age = RadioField(
        label=_("How old are they?"),
        choices=[("adult", _("18 or older")), ("child", _("Under 18")), ("not_known", _("Not known"))],
        initial="not_known",
        inline=True,
    )
    victim_as = SelectField(
        label=_("How did it touch them?"), choices=VictimAs.choices, initial=VictimAs.DIRECT, required=False
    )
    stage = SelectField(label=_("How far did it get with the police and the courts?"), choices=STAGES)
    category = SelectField(label=_("What kind of harm was it?"), choices=OffenceCategory.choices)
    incident_words = TextField(
        label=_("What happened, in one neutral sentence"),
        help_text=_("For example: Burglary of her home, March 2025."),
        missing=_("Write one neutral sentence about what happened"),
    )
    happened_on = _past(_("When did it happen?"), _("If the day is known."))
    crime_reference = TextField(label=_("Crime reference"), max_length=60, width="20", required=False)
    court = TextField(label=_("Court"), max_length=120, width="30", required=False)
    offender_known = YesNoField(
        label=_("Do we know who did it?"),
        yes=_("Yes, by name"),
        no=_("Not yet"),
        inline=False,
        missing=_("Say whether we know who did it"),
    )
    offender_name = TextField(label=_("Their full name"), max_length=120, width="30")
    offender_birth_date = _past(_("Their date of birth"))
    same_offender = RadioField(label=_("Is it one of these people?"), choices=[])
    asked_first = TickField(label=_("I have asked the privacy officer about this name, and may go on"))
    sentence_kind = SelectField(label=_("What did the court decide?"), choices=SentenceType.choices)
    known_from = SelectField(label=_("From whom do we know it?"), choices=KnownFrom.choices)
    sentence_length = TextField(label=_("How long?"), help_text=_("For example: 3 years 4 months."), width="20")
    sentenced_on = _past(_("Sentenced on"))
    release_on = DateField(label=_("Release"))
    licence_ends_on = DateField(label=_("Licence ends"))
    parole_from = DateField(label=_("Parole window from"))
    parole_until = DateField(label=_("Parole window until"))
    supervised = SelectField(
        label=_("Who supervises them?"), help_text=_("The offender manager by name, if you know."), choices=[]
    )
    held_at = TextField(label=_("Where are they held?"), help_text=_("Sealed in the offender’s file."), width="30")

    reveals = {
        "offender_known": {
            "yes": [
                "offender_name",
                "offender_birth_date",
                "same_offender",
                "asked_first",
                "sentence_kind",
                "known_from",
                "sentence_length",
                "sentenced_on",
                "release_on",
                "licence_ends_on",
                "parole_from",
                "parole_until",
                "supervised",
                "held_at",
            ]
        },
    }
    required_if_revealed = {
        "offender_name": _("Enter the offender’s name"),
        "same_offender": _("Choose one of the people, or “Somebody new”"),
        "asked_first": _("Ask the privacy officer first: something about this name cannot be shown here"),
        "sentence_kind": _("Choose what the court decided, or “Not known”"),
        "known_from": _("Choose from whom we know it"),
        "supervised": _("Choose who supervises them, or “Not known yet”"),
    }

    def __init__(self, *args: Any, known: Known, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        # Chosen beside the form: then there is nothing more to ask about who they are.
        self.victim = known.victim(picked) if (picked := self._picked("known_victim")) else None
        self.offender = known.offender(picked) if (picked := self._picked("known_offender")) else None
        self._offer("same_person", () if self.victim else known.people)
        alike = self._alike()
        self._offer("same_offender", () if self.offender else alike.people)
        if not alike.ask_first:
            del self.fields["asked_first"]
        self.fields["supervised"].choices = self._supervisors()  # type: ignore[attr-defined]

    def _picked(self, name: str) -> str:
        return str(self.data.get(name, "")) if self.is_bound else ""

    def _offer(self, name: str, people: Sequence[Choice]) -> None:
        if people:
            self.fields[name].choices = [*people, (NEW, _("Somebody new"))]  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    def _supervisors(self) -> list[Choice]:
        unnamed = _("%(agency)s; the offender manager is not known yet")
        return [
            ("", _("Choose one")),
            *((str(user.pk), _manager_words(user)) for user in self.known.managers),
            *((str(agency.pk), unnamed % {"agency": agency.name}) for agency in self.known.agencies),
            ("none", _("Nobody: the sentence is over")),
            ("not_known", _("Not known yet")),
        ]

    def _alike(self) -> Alike:
        """Asked of what was typed, so that the question stands on the page as soon as there is somebody alike."""
        if not self.is_bound:
            told = str(self.initial.get("offender_name", ""))
            return self.known.offenders(told, None) if told else Alike()
        name = str(self.data.get("offender_name", "")).strip()
        if not name or self.data.get("offender_known") != "yes":
            return Alike()
        field = self.fields["offender_birth_date"]
        try:
            born = field.clean(field.widget.value_from_datadict(self.data, self.files, "offender_birth_date"))
        except ValidationError:
            born = None
        return self.known.offenders(name, born)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name, person in (("known_victim", self.victim), ("known_offender", self.offender)):
            if self._picked(name) and person is None:
                self.add_error(None, _("Whom you chose cannot be chosen any more. Look again, or enter somebody new"))
        first, last = data.get("parole_from"), data.get("parole_until")
        if first and last and first > last:
            self.add_error("parole_until", _("Enter a day that is not before the first one"))
        return data

    def acceptance(self) -> Acceptance:
        data = self.cleaned_data
        return Acceptance(
            same_person=str(self.victim.pk) if self.victim else data.get("same_person", ""),
            stage=data["stage"],
            category=data["category"],
            age=data["age"],
            full_name=data["full_name"],
            birth_date=data["birth_date"],
            incident_words=data["incident_words"],
            happened_on=data["happened_on"],
            crime_reference=data["crime_reference"],
            court=data["court"],
            offender=self._offender(data) if data["offender_known"] else None,
            victim_as=data["victim_as"] or VictimAs.DIRECT,
        )

    def _offender(self, data: Mapping[str, Any]) -> OffenderEntry:
        manager = next((u for u in self.known.managers if str(u.pk) == data["supervised"]), None)
        agency = next((a for a in self.known.agencies if str(a.pk) == data["supervised"]), None)
        same = str(self.offender.pk) if self.offender else data.get("same_offender") or NEW
        return OffenderEntry(
            name=data["offender_name"],
            birth_date=data["offender_birth_date"],
            same_person="" if same == NEW else same,
            agency=manager.agency if manager else agency,
            offender_manager=manager,
            without_manager=data["supervised"] == "none",
            held_at=data["held_at"],
            sentence=SentenceEntry(
                kind=data["sentence_kind"],
                known_from=data["known_from"],
                length=data["sentence_length"],
                sentenced_on=data["sentenced_on"],
                release_on=data["release_on"],
                licence_ends_on=data["licence_ends_on"],
                parole_from=data["parole_from"],
                parole_until=data["parole_until"],
            ),
        )


def told_already(referral: Referral) -> dict[str, Any]:
    """What the referral says already, where the form asks for the same."""
    told = {
        "stage": referral.stage,
        "victim_as": referral.victim_as,
        "full_name": referral.full_name,
        "birth_date": date.fromisoformat(referral.birth_date) if referral.birth_date else None,
        "category": referral.category,
        "crime_reference": referral.crime_reference,
        "offender_name": referral.offender_name,
        "offender_known": "yes" if referral.offender_name else None,
        "known_from": KnownFrom.VICTIM if referral.offender_name and referral.route == Route.SELF else None,
    }
    return {name: value for name, value in told.items() if value}


def _manager_words(manager: User) -> str:
    return f"{manager.name}, {manager.agency.name}" if manager.agency else manager.name
