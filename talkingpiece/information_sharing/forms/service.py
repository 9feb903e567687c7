"""What somebody in the service fills in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from talkingpiece.cases.models import Responsible
from talkingpiece.core import clock
from talkingpiece.core.blockers import Text, Verdict
from talkingpiece.information_sharing.states import SHAREABLE, Consulted, PersonTold, Question, Whom
from talkingpiece.ui.forms import CheckboxesField, DateTimeField, Form, LongTextField, RadioField, TextField


class AskForm(Form):
    questions = CheckboxesField(
        label=_("What do you need to know?"), choices=Question.choices, missing=_("Tick at least one question")
    )
    message = LongTextField(
        label=_("Anything to add"),
        help_text=_("They must not learn who asked: no name, no number, no word of anybody but the offender"),
        rows=4,
        max_length=2000,
        required=False,
    )
    # Which field a blocker speaks of; the others close the page.
    FIELD_OF: ClassVar = {"no_ground": "questions", "message_tells": "message"}

    def __init__(self, *args: Any, covered: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["questions"]
        assert isinstance(field, CheckboxesField)
        covered = set(covered)
        hint: Text = _("Not covered by the agreement")
        field.hints = {question: hint for question in Question.values if covered and question not in covered}

    def show(self, verdict: Verdict) -> None:
        """Put each reason that speaks of a field beside it."""
        for blocker in verdict.blockers:
            if blocker.code in self.FIELD_OF:
                self.add_error(self.FIELD_OF[blocker.code], f"{blocker.message}. {blocker.why}")

    def only_fields(self, verdict: Verdict) -> bool:
        """Whether everything that is missing can be put right in this form."""
        return all(blocker.code in self.FIELD_OF for blocker in verdict.blockers)


class CloseForm(Form):
    why = LongTextField(
        label=_("Why do we go on without the answer?"),
        help_text=_("What you know from elsewhere, and what you do about what you do not know"),
        rows=4,
        missing=_("Say why we go on without the answer"),
    )


class ConsultationForm(Form):
    whom = RadioField(label=_("Who was consulted?"), choices=[], missing=_("Choose who was consulted"))
    outcome = RadioField(
        label=_("And?"),
        choices=[(Consulted.CONSULTED, _("They were consulted")), (Consulted.NONE, _("There is none"))],
        missing=_("Choose one answer"),
    )
    words = LongTextField(
        label=_("What did they say, and who was it?"),
        help_text=_("A name, where they work, and what follows from it for us"),
        rows=4,
    )
    none_words = TextField(label=_("How do we know that there is none?"), max_length=300)
    at = DateTimeField(label=_("When?"), latest=clock.now, initial=clock.now)

    reveals: ClassVar = {"outcome": {Consulted.CONSULTED: ["words"], Consulted.NONE: ["none_words"]}}
    required_if_revealed: ClassVar = {
        "words": _("Write down who it was and what they said"),
        "none_words": _("Say how we know"),
    }

    def __init__(self, *args: Any, responsibles: Iterable[Responsible], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["whom"]
        assert isinstance(field, RadioField)
        managers = [
            (str(one.pk), _("The offender manager of %(name)s") % {"name": one.person.called}) for one in responsibles
        ]
        field.choices = [(Whom.LIAISON.value, _("The victim liaison officer")), *managers]

    def columns(self) -> dict[str, Any]:
        typed = self.cleaned_data
        liaison = typed["whom"] == Whom.LIAISON
        return {
            "whom": Whom.LIAISON if liaison else Whom.OFFENDER_MANAGER,
            "responsible_id": None if liaison else UUID(typed["whom"]),
            "outcome": typed["outcome"],
            "words": typed["words"] or typed["none_words"],
            "at": typed["at"],
        }


class DiscloseForm(Form):
    to = TextField(
        label=_("Who is told?"),
        help_text=_("A name and where they work, such as PC Ellis Ward, Ridgeway police"),
        max_length=160,
        missing=_("Say who is told"),
    )
    categories = CheckboxesField(label=_("About what?"), choices=SHAREABLE, small=True)
    told = LongTextField(
        label=_("What exactly are they told?"),
        help_text=_("Only what they need. Write it as you say it"),
        rows=4,
        missing=_("Write exactly what they are told"),
    )
    duty = LongTextField(
        label=_("Which duty, or which harm?"),
        help_text=_("The law that demands it, or who could be badly hurt and how"),
        rows=3,
        missing=_("Name the duty, or the harm"),
    )
    person_told = RadioField(
        label=_("Does the person it is about know?"),
        choices=[
            (PersonTold.TOLD, _("Yes, we told them")),
            (PersonTold.TO_TELL, _("Not yet, we are going to tell them")),
            (PersonTold.UNSAFE, _("No, and it would not be safe to tell them")),
        ],
        missing=_("Choose one answer"),
    )
    not_told_why = LongTextField(label=_("Why would it not be safe?"), rows=2)
    at = DateTimeField(label=_("When?"), latest=clock.now, initial=clock.now)

    reveals: ClassVar = {"person_told": {PersonTold.UNSAFE: ["not_told_why"]}}
    required_if_revealed: ClassVar = {"not_told_why": _("Say why it would not be safe to tell them")}
