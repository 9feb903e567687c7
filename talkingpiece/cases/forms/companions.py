from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from talkingpiece.accounts.models import User
from talkingpiece.cases.forms.known import KnownForm
from talkingpiece.cases.models import Case, Companion
from talkingpiece.cases.queries import known_before, responsibles, stands_on, team_of
from talkingpiece.cases.states import CompanionPart, VictimAs
from talkingpiece.core import clock
from talkingpiece.people.models import Person
from talkingpiece.people.states import PersonKind
from talkingpiece.protection.classes import Side
from talkingpiece.ui.forms import (
    DateTimeField,
    Form,
    LongTextField,
    RadioField,
    SelectField,
    TextField,
    YesNoField,
)

BOTH = "both"
HINTS = {
    CompanionPart.SUPPORTER: _("Comes with them, and leaves the talking to them."),
    CompanionPart.INTERPRETER: _("Says everything that is said, and nothing else."),
    CompanionPart.REPRESENTATIVE: _("Decides and speaks in its name."),
    CompanionPart.FAMILY: _("Has their own needs, and their own say."),
}


class PartForm(Form):
    """What somebody is there for. `parts`: those that this case can have."""

    part = RadioField(
        label=_("What are they there for?"),
        choices=CompanionPart.choices,
        hints=HINTS,
        missing=_("Choose what they are there for"),
    )
    independent = YesNoField(
        label=_("Do they stand close to neither side?"),
        help_text=_("Not family, not a friend, not of the same circle"),
        yes=_("Yes, to neither"),
        no=_("No, or we do not know"),
    )
    words = TextField(
        label=_("How do they belong together?"),
        help_text=_("For example: her sister. Polish, from the agency. Manager of the shop"),
        max_length=200,
        missing=_("Say in a few words how they belong together"),
    )
    under_18 = YesNoField(
        label=_("Are they under 18?"),
        help_text=_("Then a parent or guardian agrees, and a specialist leads the work with them"),
        missing=_("Say whether they are under 18. Ask if you do not know"),
    )

    reveals: ClassVar = {"part": {CompanionPart.INTERPRETER: ["independent"]}}
    required_if_revealed: ClassVar = {"independent": _("Say whether they stand close to neither side")}

    def __init__(self, *args: Any, parts: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["part"]
        assert isinstance(field, RadioField)
        field.choices = [(value, label) for value, label in CompanionPart.choices if value in parts]

    def columns(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        interprets = cleaned["part"] == CompanionPart.INTERPRETER
        return {
            "part": cleaned["part"],
            "words": cleaned["words"],
            "under_18": cleaned["under_18"],
            "independent": cleaned["independent"] if interprets else None,
        }


class CompanionForm(KnownForm, PartForm):
    """Somebody who is to take part beside the victim, or beside somebody responsible."""

    known = SelectField(label=_("Who is it?"), choices=[], required=False)
    called = TextField(
        label=_("What to call them"), help_text=_("Of somebody new"), width="20", max_length=120, required=False
    )
    full_name = TextField(label=_("Full name, if you know it"), max_length=200, required=False)
    beside = RadioField(label=_("Beside whom?"), choices=[], missing=_("Choose beside whom"))
    language = TextField(
        label=_("Language"),
        help_text=_("Of an interpreter: all the languages between which they interpret"),
        width="20",
        max_length=40,
        initial="English",
    )

    field_order = ("known", "called", "full_name", "beside", "part", "words", "language", "under_18")

    def __init__(self, *args: Any, case: Case, seen: QuerySet[Case], **kwargs: Any) -> None:
        """`seen`: the cases of which whoever fills it in may know."""
        super().__init__(*args, parts=parts_for(case), **kwargs)
        self.case, self.seen = case, seen
        self.people = {str(person.pk): person for person in known_before(case)}
        self.parties = {str(case.victim_id): (case.victim, Side.VICTIM)} | {
            str(row.person_id): (row.person, Side.OFFENDER) for row in responsibles(case.pk)
        }
        self._offer("known", [("", _("Somebody new")), *((pk, one.name) for pk, one in self.people.items())])
        both = [(BOTH, _("Both sides, as their interpreter"))] if len(self.parties) > 1 else []
        self._offer("beside", [*((pk, person.called) for pk, (person, _side) in self.parties.items()), *both])
        if not self.people:
            del self.fields["known"]
            self.fields["called"].help_text = ""

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, SelectField | RadioField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        part, beside = cleaned.get("part"), cleaned.get("beside")
        if not (self.companion or cleaned.get("called") or "called" in self.errors):
            self.add_error("called", _("Enter what they want to be called"))
        if beside == BOTH and part and part != CompanionPart.INTERPRETER:
            self.add_error("beside", _("Only an interpreter is there for both sides. Choose one of them"))
        elif beside and beside != str(self.case.victim_id) and part in OF_THE_VICTIM:
            self.add_error("beside", _("This part is there for the victim only. Choose them, or another part"))
        elif self.person is not None and beside and not stands_on(self.person.pk, self.where()["side"], self.seen):
            self.add_error(None, _("They stand on the other side of a case. Enter them as somebody new here"))
        return cleaned

    @property
    def companion(self) -> Person | None:
        """Somebody known, chosen from the list or beside the form; None for somebody new."""
        return self.person or self.people.get(self.cleaned_data.get("known", ""))

    def where(self) -> dict[str, Any]:
        """Beside whom, and in whose file."""
        chosen = self.cleaned_data["beside"]
        if chosen == BOTH:
            return {"beside": self.case.victim, "side": Side.JOINT}
        beside, side = self.parties[chosen]
        return {"beside": beside, "side": side}


OF_THE_VICTIM = frozenset({CompanionPart.REPRESENTATIVE, CompanionPart.FAMILY})


def parts_for(case: Case, has: str = "") -> list[str]:
    """An organisation has somebody who speaks for it and no family; a person has it the other way round."""
    organisation = case.victim.kind == PersonKind.ORGANISATION
    out = CompanionPart.FAMILY if organisation else CompanionPart.REPRESENTATIVE
    return [part for part in CompanionPart.values if part != out or part == has]


def part_initial(companion: Companion) -> dict[str, Any]:
    return {name: getattr(companion, name) for name in ("part", "words", "under_18", "independent")}


class EndForm(Form):
    why = TextField(
        label=_("Why do they take no part any more?"),
        help_text=_("A few words. Nobody has to give a reason"),
        max_length=200,
        required=False,
    )


class VictimAsForm(Form):
    victim_as = RadioField(
        label=_("How were they harmed?"),
        choices=VictimAs.choices,
        hints={
            VictimAs.BEREAVED: _("Pages and sheets then speak of the person who died."),
            VictimAs.ORGANISATION: _("Then somebody speaks for it, and answers each question in its name."),
        },
        missing=_("Choose how they were harmed"),
    )


class SafeguardForm(Form):
    guardian = TextField(
        label=_("Which parent or guardian agreed?"),
        help_text=_("Their name, how they belong together, and when and how they agreed"),
        max_length=200,
        missing=_("Say which parent or guardian agreed"),
    )
    lead = SelectField(
        label=_("Who leads the work with this child?"),
        help_text=_("Somebody of this case who is trained to work with children"),
        choices=[],
        empty_label=_("Choose somebody"),
        missing=_("Choose who leads the work with them"),
    )
    words = LongTextField(label=_("What was agreed with the child and the parent or guardian"), rows=3, required=False)
    happened_at = DateTimeField(label=_("When did they agree?"), latest=clock.now, initial=clock.now)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leads: dict[str, User] = {str(member.user_id): member.user for member in team_of(case.pk)}
        field = self.fields["lead"]
        assert isinstance(field, SelectField)
        field.choices = [("", _("Choose somebody")), *((pk, user.name) for pk, user in self.leads.items())]

    def columns(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        return {"at": cleaned.pop("happened_at"), **cleaned, "lead": self.leads[cleaned["lead"]]}
