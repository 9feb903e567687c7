"""What somebody in the service fills in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from talkingpiece.cases.models import Responsible
from talkingpiece.core import clock
from talkingpiece.core.blockers import Text, Verdict
from talkingpiece.information_sharing.states import SHAREABLE, Consulted, PersonTold, Question, Recipient, Whom
from talkingpiece.ui.forms import CheckboxesField, DateTimeField, EmailField, Form, LongTextField, RadioField, TextField


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


class LinkForm(Form):
    name = TextField(label=_("For whom?"), help_text=_("A name and a post"), max_length=160, missing=_("Say for whom"))
    email = EmailField(
        label=_("Their work address"),
        help_text=_("A link is sent to a work address only"),
        missing=_("Enter their work address"),
    )


class PackageForm(Form):
    """One box for each category that a ground allows today, and no other."""

    to = TextField(
        label=_("For whom there?"), help_text=_("A name and a post"), max_length=160, missing=_("Say for whom")
    )
    categories = CheckboxesField(label=_("About what?"), choices=[], missing=_("Tick at least one"))

    reveals: ClassVar = {"categories": {category: [f"line_{category}"] for category, _name in SHAREABLE}}
    required_if_revealed: ClassVar = {
        f"line_{category}": _("Write what they are told of it") for category, _name in SHAREABLE
    }

    def __init__(self, *args: Any, allowed: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(SHAREABLE)
        self.allowed = list(allowed)
        field = self.fields["categories"]
        assert isinstance(field, CheckboxesField)
        field.choices = [(category, labels[category]) for category in self.allowed]
        for category in self.allowed:
            self.fields[f"line_{category}"] = LongTextField(
                label=_("In exactly these words"), rows=3, max_length=2000, required=False
            )

    def columns(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {"to": typed["to"], "lines": {one: typed[f"line_{one}"] for one in typed["categories"]}}


class StopForm(Form):
    why = TextField(label=_("Why is it stopped?"), max_length=300, missing=_("Say why it is stopped"))


class ReviewForm(Form):
    words = LongTextField(
        label=_("What do you say to it?"),
        help_text=_("Was it needed, was it more than was needed, and what has to follow?"),
        rows=4,
        max_length=2000,
        missing=_("Write down what you say to it"),
    )


class CorrectForm(Form):
    told = LongTextField(
        label=_("What exactly are they told now?"),
        help_text=_("What was wrong, and what is right. They get these words"),
        rows=4,
        max_length=2000,
        missing=_("Write exactly what they are told now"),
    )
    at = DateTimeField(label=_("When were they told?"), latest=clock.now, initial=clock.now)


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
    kind = RadioField(label=_("What are they?"), choices=Recipient.choices, required=False)
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

    def __init__(self, *args: Any, ordinarily: Mapping[str, Iterable[str]], **kwargs: Any) -> None:
        """`ordinarily`: what each kind of recipient gets as a rule; said beside the boxes, and never a refusal."""
        super().__init__(*args, **kwargs)
        field = self.fields["categories"]
        assert isinstance(field, CheckboxesField)
        for category, _name in SHAREABLE:
            kinds = [str(Recipient(kind).label) for kind, usual in ordinarily.items() if category in usual]
            words = _("As a rule for: %(kinds)s") % {"kinds": "; ".join(kinds)} if kinds else _("As a rule for nobody")
            field.hints[str(category)] = words
