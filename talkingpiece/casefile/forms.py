from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area
from talkingpiece.casefile.access.moving import Moving
from talkingpiece.casefile.gates import NO_CONTACT, Told
from talkingpiece.casefile.states import AskLater, FollowUp
from talkingpiece.cases.models import Case
from talkingpiece.cases.states import ClosureReason, EmergencyGround, OffenderTold, Review, VictimTold
from talkingpiece.core.blockers import Blocker, Text
from talkingpiece.engagement.models import InformationGiven
from talkingpiece.engagement.queries import Somebody
from talkingpiece.protection.classes import Side
from talkingpiece.ui.forms import Form, LongTextField, RadioField, SelectField, TextField, YesNoField

# The same words whatever the cause: nobody reads from them who stopped, or why.
NEUTRAL = _("This will not be going ahead. Nobody is to blame for that, and nothing is expected of you.")


class CaseListForm(Form):
    def __init__(self, *args: Any, areas: Sequence[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = {str(area.pk): area for area in areas}
        if len(self.areas) > 1:
            choices = [(key, area.name) for key, area in self.areas.items()]
            self.fields["area"] = SelectField(label=_("Of which area?"), choices=choices)

    @property
    def area(self) -> Area:
        chosen = self.cleaned_data.get("area")
        return self.areas[chosen] if chosen else next(iter(self.areas.values()))


class ErrorForm(Form):
    why = TextField(
        label=_("What is wrong with it?"),
        help_text=_(
            "For example: it belongs to another case. Everybody who reads the record sees this sentence, "
            "so name nobody from another case."
        ),
        max_length=300,
        missing=_("Say what is wrong with it"),
    )


NOBODY, CASE = "nobody", "case"
# Said before somebody presses: other people read it there.
HERE: dict[Side, Text] = {
    Side.VICTIM: _("It stays on the victim’s side."),
    Side.OFFENDER: _("It stays on the offender’s side."),
    Side.JOINT: _("It stays with what belongs to both sides."),
}
ACROSS: dict[Side, Text] = {
    Side.VICTIM: _("It goes over to the victim’s side. Whoever reads that file sees this text from then on."),
    Side.OFFENDER: _("It goes over to the offender’s side. Whoever reads that file sees this text from then on."),
    Side.JOINT: _("It goes to what belongs to both sides. Whoever reads either file sees this text from then on."),
}
ELSEWHERE: dict[Side, Text] = {
    Side.VICTIM: _("It goes to the victim’s side there. Whoever reads that file sees this text from then on."),
    Side.OFFENDER: _("It goes to the offender’s side there. Whoever reads that file sees this text from then on."),
    Side.JOINT: _("It goes to both sides there. Whoever reads either file sees this text from then on."),
}


class MoveForm(ErrorForm):
    """An error, and to whom it belongs if to somebody else. Of another case, the person is asked once it is found."""

    whose = RadioField(label=_("Does it belong to somebody else?"), choices=[], initial=NOBODY, required=False)
    own_case = SelectField(label=_("Which of your cases?"), choices=[], required=False)
    reference = TextField(
        label=_("Or the reference of a case that you may work on"), width="20", max_length=20, required=False
    )
    person = RadioField(label=_("Whose is it there?"), choices=[], required=False)

    reveals: ClassVar = {"whose": {CASE: ["own_case", "reference", "person"]}}

    def __init__(self, *args: Any, moving: Moving, side: Side, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moving = moving
        here = moving.people
        first, last = (NOBODY, _("No: it is only wrong")), (CASE, _("Somebody in another case"))
        self._offer("whose", [first, *_named(here), last])
        self._hint("whose", {who: (HERE if who.side == side else ACROSS)[who.side] for who in here})
        if isinstance(moving.fact, InformationGiven):
            self.fields["whose"].help_text = _("Then the newest sheet that is written for them counts as given.")
        own = [(case.reference, f"{case.reference}, {case.victim.called}") for case in moving.cases]
        self._offer("own_case", [("", _("Choose one")), *own])
        self.other = moving.find(self._wanted()) if self._wanted() else None
        if self.other is None:
            del self.fields["person"]
        else:
            there = moving.people_of(self.other)
            self._offer("person", _named(there))
            self._hint("person", {who: ELSEWHERE[who.side] for who in there})

    def _offer(self, name: str, choices: list[tuple[str, Text]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _hint(self, name: str, hints: dict[Somebody, Text]) -> None:
        self.fields[name].hints = {str(who.person.pk): hint for who, hint in hints.items()}  # type: ignore[attr-defined]

    def _wanted(self) -> str:
        typed = str(self.data.get("reference", "")).replace("\x00", "").strip() or str(self.data.get("own_case", ""))
        return typed if self.data.get("whose") == CASE else ""

    def clean(self) -> None:
        found = self.cleaned_data
        if found.get("whose") != CASE:
            return
        chosen, typed = found.get("own_case", ""), found.get("reference", "")
        if not (chosen or typed):
            self.add_error("reference", _("Choose one of your cases, or write the reference of another"))
        elif chosen and typed and chosen != typed.upper():
            self.add_error("reference", _("This is not the case chosen above. Leave one of them empty"))
        elif self.other is None:
            self.add_error("reference", _("There is no other case with this reference that you may work on"))
        elif not self.other.is_open:
            self.add_error("reference", _("That case has ended. Open it again first"))
        elif not found.get("person") and self._was_asked():
            self.add_error("person", _("Choose whose it is in %(case)s") % {"case": self.other.reference})

    def _was_asked(self) -> bool:
        return self.other is not None and self.data.get("asked_in") == self.other.reference

    @property
    def asks_whose(self) -> bool:
        """The other case is found, and nobody has been asked yet to whom in it this belongs."""
        return self.other is not None and self.other.is_open and not self._was_asked()

    def refuse(self, blockers: Iterable[Blocker]) -> None:
        """Show the gate's reasons beside the person whom they are about."""
        for blocker in blockers:
            self.add_error("person" if self.other is not None else "whose", str(blocker.why or blocker.message))

    def target(self) -> tuple[Case, UUID] | None:
        """The case and the person to whom it belongs; None if it is only wrong."""
        whose = self.cleaned_data["whose"]
        if whose in {"", NOBODY}:
            return None
        if self.other is not None:
            return self.other, UUID(self.cleaned_data["person"])
        return self.moving.opened.case, UUID(whose)


def _named(people: Iterable[Somebody]) -> list[tuple[str, Text]]:
    return [(str(who.person.pk), _("%(name)s, %(part)s") % {"name": who.name, "part": _part(who)}) for who in people]


def _part(who: Somebody) -> Text:
    if who.companion is not None:
        return f"{who.companion.get_part_display()} ({who.companion.beside.called})"
    return _("offender") if who.side == Side.OFFENDER else _("victim")


class HandOverRestForm(Form):
    to = SelectField(label=_("To whom?"), choices=[], missing=_("Choose who takes it"))

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(user.pk), user.name) for user in people]
        self.fields["to"].choices = [("", _("Choose one")), *named]  # type: ignore[attr-defined]


class ReopenForm(Form):
    why = LongTextField(label=_("Why does it go on?"), rows=3, max_length=2000, missing=_("Say why the case goes on"))


class SearchForm(Form):
    words = TextField(
        label=_("Find a person, a phone number or a case"),
        help_text=_("A name as written or as it sounds, a whole number, or a reference."),
        max_length=120,
        missing=_("Write a name, a number or a reference"),
    )


class EndForm(Form):
    """Takes what was done. Whether that is enough to end the case is the gate's answer, not the form's."""

    reason = SelectField(label=_("How does this end?"), choices=ClosureReason.choices, required=False)
    victim_told = RadioField(
        label=_("How did the victim hear?"), choices=VictimTold.choices, required=False, small=True
    )
    victim_words = LongTextField(
        label=_("What you told them, and what they said"), rows=3, max_length=4000, required=False
    )
    other_help = LongTextField(
        label=_("What else did you offer?"),
        help_text=_("Another service, a person, a next step. If they wanted nothing, say so."),
        rows=2,
        max_length=2000,
        required=False,
    )
    ask_later = RadioField(
        label=_("May we ask later how it was for them?"),
        choices=AskLater.choices,
        hints={AskLater.NOT_ASKED: _("Then we do not ask later.")},
        initial=AskLater.NOT_ASKED,
        required=False,
        small=True,
    )
    offender_told = RadioField(
        label=_("How did the offender hear?"),
        choices=[choice for choice in OffenderTold.choices if choice[0] != OffenderTold.NEVER_APPROACHED],
        required=False,
        small=True,
    )
    offender_words = LongTextField(
        label=_("The words for the offender"),
        help_text=_("The same words whatever the reason. They say nothing about the victim."),
        rows=3,
        max_length=2000,
        initial=NEUTRAL,
        required=False,
    )
    follow_up = RadioField(
        label=_("What was agreed: is it followed up?"), choices=FollowUp.choices, required=False, small=True
    )
    completion_told = YesNoField(
        label=_("Does the victim know what was done, and what was not?"), yes=_("Yes, both"), required=False, small=True
    )
    feedback_offered = YesNoField(label=_("Was everybody offered a way to say how we did?"), required=False, small=True)

    # Reasons of the gate that are an answer on this page: they stand beside their field as well.
    BESIDE = {
        "no_reason": "reason",
        "victim_not_told": "victim_told",
        "no_other_help": "other_help",
        "ask_later_open": "ask_later",
        "offender_not_told": "offender_told",
        "completion_untold": "completion_told",
        "no_feedback_offered": "feedback_offered",
    }

    def __init__(self, *args: Any, approached: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.approached = approached
        if not approached:
            del self.fields["offender_told"], self.fields["offender_words"]

    def clean(self) -> None:
        found = self.cleaned_data
        if found.get("ask_later") in {AskLater.YES, AskLater.NO} and found.get("victim_told") in NO_CONTACT:
            self.add_error("ask_later", _("They were not spoken with, so nobody asked them. Choose “We did not ask”."))

    def told(self) -> Told:
        found = self.cleaned_data
        return Told(
            reason=found["reason"],
            victim_told=found["victim_told"],
            other_help=found["other_help"],
            ask_later=found["ask_later"],
            offender_told=found["offender_told"] if self.approached else OffenderTold.NEVER_APPROACHED,
            follow_up=found["follow_up"],
            completion_told=bool(found["completion_told"]),
            feedback_offered=bool(found["feedback_offered"]),
        )

    def put_beside(self, blockers: list[Blocker]) -> list[Blocker]:
        """Show the gate's reasons beside the fields that answer them; returns those that have no field here."""
        elsewhere = []
        for blocker in blockers:
            name = self._beside(blocker)
            if name in self.fields:
                self.add_error(name, str(blocker.remedy or blocker.message))
            else:
                elsewhere.append(blocker)
        return elsewhere

    def _beside(self, blocker: Blocker) -> str:
        if blocker.code == "follow_up_open" and not self.cleaned_data["follow_up"]:
            return "follow_up"
        return self.BESIDE.get(blocker.code, "")


class EmergencyForm(Form):
    """`least`: characters that a reason needs, so that it says something."""

    reference = TextField(
        label=_("Which case?"),
        help_text=_("Its reference, for example RDG-26-0042"),
        max_length=20,
        width="20",
        missing=_("Enter the reference of the case"),
    )
    ground = RadioField(
        label=_("What makes it an emergency?"),
        choices=EmergencyGround.choices,
        missing=_("Choose what makes it an emergency"),
    )
    words = LongTextField(
        label=_("What has happened?"),
        help_text=_("In a sentence or two. The privacy officer reads it: name nobody"),
        rows=3,
        max_length=2000,
        missing=_("Say what has happened"),
    )

    def __init__(self, *args: Any, least: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.least = least

    def clean_reference(self) -> str:
        return str(self.cleaned_data["reference"]).strip().upper()

    def clean_words(self) -> str:
        words = " ".join(self.cleaned_data["words"].split())
        if len(words) < self.least:
            limit = {"least": self.least}
            raise ValidationError(_("Say what has happened, in at least %(least)d characters") % limit)
        return words

    def not_found(self) -> None:
        """The same for a case that is not there and for one that is closed to them."""
        self.add_error("reference", _("There is no case with this reference that you can open. Check it"))


class ReviewForm(Form):
    review = RadioField(
        label=_("Was it right to open this case?"), choices=Review.choices, missing=_("Choose whether it was right")
    )
    words = LongTextField(
        label=_("Why, and what follows from it"),
        help_text=_("Name nobody of the case"),
        rows=3,
        max_length=2000,
        missing=_("Say why"),
    )


class TrailOfForm(Form):
    """The case whose trail somebody wants to see; posted, so that no address and no log holds what was asked for."""

    reference = TextField(
        label=_("Which case?"),
        help_text=_("Its reference, for example RDG-26-0042"),
        max_length=20,
        width="20",
        missing=_("Enter the reference of the case"),
    )

    def clean_reference(self) -> str:
        return str(self.cleaned_data["reference"]).strip().upper()

    def not_found(self) -> None:
        self.add_error("reference", _("There is no such case whose trail you look after"))
