from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from talkingpiece.consents.access import Question
from talkingpiece.consents.models import Consent
from talkingpiece.consents.states import Answer, Method
from talkingpiece.core import clock
from talkingpiece.ui.forms import DateTimeField, Form, LongTextField, RadioField, TextField, TickField


class AskForm(Form):
    target = RadioField(label=_("Of what is it asked?"), choices=[], missing=_("Choose one"))
    answer = RadioField(label=_("What did they say?"), choices=Answer.choices, missing=_("Choose what they said"))
    own_words = LongTextField(
        label=_("In exactly these words"),
        help_text=_("Write what they agreed to, word for word, and read it back to them"),
        rows=4,
    )
    method = RadioField(label=_("How did they say it?"), choices=Method.choices, initial=Method.SPOKEN, small=True)
    language = TextField(label=_("In which language was it asked?"), width="20", max_length=40)
    witness = TextField(label=_("Who else was there, if anybody"), max_length=160, required=False)
    capacity_considered = TickField(
        label=_("I thought about whether they can decide this now"),
        help_text=_("Tired, unwell, or under pressure: then ask on another day"),
        required=False,
    )
    at = DateTimeField(label=_("When?"), latest=clock.now, initial=clock.now)

    reveals: ClassVar = {"answer": {Answer.GIVEN: ["own_words"]}}
    required_if_revealed: ClassVar = {"own_words": _("Write the words to which they agreed")}

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        target = self.fields["target"]
        assert isinstance(target, RadioField)
        target.choices = list(question.choices)
        if not question.choices:
            del self.fields["target"]
        if not question.wording.own_words:
            del self.fields["own_words"]
        self.fields["language"].initial = question.person.language
        if question.of_organisation:
            self._ask_who_spoke(question)

    def _ask_who_spoke(self, question: Question) -> None:
        """An organisation answers through somebody who may answer for it."""
        field = self.fields["witness"]
        field.label, field.required = _("Who said it in its name, and why may they?"), True
        field.help_text = _("Their name, and what they are there. For example: Joy Okoro, manager of the shop")
        field.initial = question.speakers[0] if len(question.speakers) == 1 else ""
        field.error_messages["required"] = str(_("Say who answered, and why they may answer for it"))


class WithdrawForm(Form):
    """Nothing here is needed: a withdrawal counts whatever is or is not filled in."""

    how = RadioField(
        label=_("How did they say it?"), choices=Method.choices, initial=Method.SPOKEN, small=True, required=False
    )
    words_said = LongTextField(
        label=_("What they said, if they want it written down"),
        help_text=_("Nobody has to give a reason, and nobody is asked for one"),
        rows=3,
        required=False,
    )

    said_at = DateTimeField(
        label=_("When did they say so?"),
        help_text=_("Leave it as it is if they said it now. Either way it counts at once"),
        latest=clock.now,
        initial=clock.now,
        required=False,
    )

    def columns(self) -> dict[str, str]:
        """As far as it can be read; whatever was posted, this answers."""
        posted = self.data.get("how", "")
        return {
            "how": posted if posted in Method.values else Method.SPOKEN,
            "words_said": str(self.data.get("words_said", "")).replace("\x00", "").strip(),
        }

    def moment(self, consent: Consent) -> tuple[datetime, bool]:
        """When they said so, and whether that is as it was typed: a time that cannot be read, has not come yet, or
        lies before they said yes, stops no withdrawal. Then it is now."""
        self.is_valid()
        typed: datetime | None = self.cleaned_data.get("said_at")
        # People give minutes: within the minute of the yes is after it.
        if typed is None or typed < consent.happened_at.replace(second=0, microsecond=0):
            return clock.now(), "said_at" not in self.errors and typed is None
        return max(typed, consent.happened_at), True
