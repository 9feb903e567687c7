from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from talkingpiece.accounts.models import User
from talkingpiece.core import clock
from talkingpiece.engagement.forms.visits import colleagues
from talkingpiece.engagement.states import AskedBy, VisitAnswer
from talkingpiece.ui.forms import DateTimeField, Form, LongTextField, RadioField, SelectField, TickField


class LegalVisitForm(Form):
    """`area_id` and `worker`: among whom to choose who comes along."""

    first = DateTimeField(label=_("The date that we wish for"), earliest=clock.today)
    second = DateTimeField(label=_("A second date"), earliest=clock.today, required=False)
    third = DateTimeField(label=_("A third date"), earliest=clock.today, required=False)
    with_user = SelectField(label=_("Who comes with you?"), choices=[], required=False)
    photo_id = TickField(
        label=_("Everybody who comes brings photo ID"),
        help_text=_("Its number is kept nowhere"),
        initial=True,
        required=False,
    )
    interpreter = TickField(label=_("An interpreter comes too"), required=False)
    needs = LongTextField(
        label=_("What the room needs"),
        help_text=_("Such as a quiet room, or an hour and a half. Nothing of the victim"),
        rows=2,
        required=False,
    )
    asked_by = RadioField(
        label=_("How do you ask?"), choices=AskedBy.choices, initial=AskedBy.SYSTEM, missing=_("Choose how you ask")
    )

    def __init__(self, *args: Any, area_id: UUID, worker: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = colleagues(area_id, worker)
        field = self.fields["with_user"]
        assert isinstance(field, SelectField)
        field.choices = [("", _("Nobody")), *((pk, user.name) for pk, user in self.others.items())]

    def columns(self) -> dict[str, Any]:
        """As `ask_legal_visit` takes them."""
        cleaned = self.cleaned_data
        wished: list[datetime] = [cleaned[name] for name in ("first", "second", "third") if cleaned[name]]
        return {
            "wished": wished,
            "with_user": self.others.get(cleaned["with_user"]),
            **{name: cleaned[name] for name in ("photo_id", "interpreter", "needs", "asked_by")},
        }


class LegalVisitAnswerForm(Form):
    """What a prison says."""

    answer = RadioField(label=_("Can it be?"), choices=VisitAnswer.choices, missing=_("Choose an answer"))
    granted_for = DateTimeField(label=_("When?"), earliest=clock.today)
    gate = LongTextField(
        label=_("At the gate"),
        help_text=_("Where to go in, what to bring, what stays outside"),
        rows=3,
        required=False,
    )
    other_words = LongTextField(label=_("Which dates are possible?"), rows=2)
    reason = LongTextField(label=_("Why not?"), rows=2)

    reveals: ClassVar = {
        "answer": {
            VisitAnswer.GRANTED: ["granted_for", "gate"],
            VisitAnswer.ANOTHER: ["other_words"],
            VisitAnswer.REFUSED: ["reason"],
        }
    }
    required_if_revealed: ClassVar = {
        "granted_for": _("Enter the date and the time"),
        "other_words": _("Say which dates are possible"),
        "reason": _("Say why not: a bare no helps nobody"),
    }

    def columns(self) -> dict[str, Any]:
        """As `answer_legal_visit` takes them."""
        cleaned = self.cleaned_data
        words = cleaned["other_words"] or cleaned["reason"]
        return {name: cleaned[name] for name in ("answer", "granted_for", "gate")} | {"words": words}
