from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from talkingpiece.accounts.models import User
from talkingpiece.casefile.gates import NO_CONTACT, Told
from talkingpiece.casefile.states import AskLater, FollowUp, Purpose
from talkingpiece.cases.states import ClosureReason, OffenderTold, VictimTold
from talkingpiece.core.blockers import Blocker
from talkingpiece.ui.forms import Form, LongTextField, RadioField, SelectField, TextField, YesNoField

# The same words whatever the cause: nobody reads from them who stopped, or why.
NEUTRAL = _("This will not be going ahead. Nobody is to blame for that, and nothing is expected of you.")


class PurposeForm(Form):
    purpose = RadioField(
        label=_("What do you need it for?"), choices=Purpose.choices, missing=_("Choose what you need it for")
    )


class ErrorForm(Form):
    why = TextField(
        label=_("What is wrong with it?"),
        help_text=_("For example: it belongs to another case. Everybody who reads the record sees this sentence."),
        max_length=300,
        missing=_("Say what is wrong with it"),
    )


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
