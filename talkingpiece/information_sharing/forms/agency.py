"""What an offender manager fills in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from talkingpiece.information_sharing.models import InformationRequest
from talkingpiece.information_sharing.states import Question, View
from talkingpiece.ui.forms import Form, LongTextField, RadioField

HINTS = {
    Question.SUITABLE: _("Where, by whom, and what to be careful about"),
    Question.CONDITIONS: _(
        "Name each order or condition, what it forbids, who made it and until when. Is there an exception in writing?"
    ),
    Question.DATES: _("With the day from which each is known, if they may still change"),
    Question.HEALTH: _("Only what we need so that we can speak with them well"),
}


class AnswerForm(Form):
    """One box for each question that was asked; “not known” is an answer too."""

    view = RadioField(label=_("All in all"), choices=View.choices, missing=_("Choose what you think, all in all"))
    conditions_words = LongTextField(label=_("Which conditions?"), rows=3)
    objection_words = LongTextField(label=_("For which reason?"), rows=3)

    reveals: ClassVar = {"view": {View.CONDITIONS: ["conditions_words"], View.OBJECT: ["objection_words"]}}
    required_if_revealed: ClassVar = {
        "conditions_words": _("Say which conditions"),
        "objection_words": _("Say for which reason you object"),
    }

    def __init__(self, *args: Any, asked: InformationRequest, **kwargs: Any) -> None:
        draft = (asked.answers or {}).get("draft", {})
        super().__init__(*args, initial=draft, **kwargs)
        self.codes = [question["code"] for question in asked.disclosure.sent["questions"]]
        unanswered = _("Answer “%(question)s” If you do not know, write “not known”")
        for question in asked.disclosure.sent["questions"]:
            self.fields[f"answer_{question['code']}"] = LongTextField(
                label=question["words"],
                help_text=HINTS.get(question["code"], ""),
                rows=3,
                missing=unanswered % {"question": question["words"]},
            )
        self.order_fields([*(f"answer_{code}" for code in self.codes), "view", "conditions_words", "objection_words"])

    def answer(self) -> dict[str, Any]:
        """As `answer_request` takes it."""
        typed = self.cleaned_data
        return {
            "answers": {code: typed[f"answer_{code}"] for code in self.codes},
            "view": typed["view"],
            "reason": typed["conditions_words"] or typed["objection_words"],
        }

    def draft(self) -> dict[str, str]:
        """Everything as it was typed, right or wrong."""
        return {name: str(self.data.get(name, ""))[:20_000] for name in self.fields}
