"""What an offender manager fills in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talkingpiece.core import clock
from talkingpiece.information_sharing.models import InformationRequest
from talkingpiece.information_sharing.queries import said_so_far
from talkingpiece.information_sharing.states import Question, Rest, View
from talkingpiece.ui.forms import DateField, Form, LongTextField, RadioField, TextField

HINTS = {
    Question.SUITABLE: _("Where, by whom, and what to be careful about"),
    Question.CONDITIONS: _(
        "Name each order or condition, what it forbids, who made it and until when. Is there an exception in writing?"
    ),
    Question.DATES: _("With the day from which each is known, if they may still change"),
    Question.HEALTH: _("Only what we need so that we can speak with them well"),
}


def _tomorrow() -> date:
    return timezone.localdate(clock.now()) + timedelta(days=1)


class AnswerForm(Form):
    """One box for each question that is still open; “not known” is an answer too."""

    rest = RadioField(
        label=_("How far does this go?"), choices=Rest.choices, initial=Rest.WHOLE, missing=_("Choose one answer")
    )
    until = DateField(label=_("Until when?"), earliest=_tomorrow)
    why_not = LongTextField(label=_("Why can nothing be said on them?"), rows=2, max_length=2000)
    why_refused = LongTextField(label=_("Why do you not answer?"), rows=3, max_length=2000)
    view = RadioField(label=_("All in all"), choices=View.choices, missing=_("Choose what you think, all in all"))
    conditions_words = LongTextField(label=_("Which conditions?"), rows=3)
    objection_words = LongTextField(label=_("For which reason?"), rows=3)

    reveals: ClassVar = {
        "rest": {Rest.MORE_TIME: ["until"], Rest.CANNOT_SAY: ["why_not"], Rest.REFUSED: ["why_refused"]},
        "view": {View.CONDITIONS: ["conditions_words"], View.OBJECT: ["objection_words"]},
    }
    required_if_revealed: ClassVar = {
        "until": _("Say until when you need time"),
        "why_not": _("Say why nothing can be said on them"),
        "why_refused": _("Say for which reason you do not answer"),
        "conditions_words": _("Say which conditions"),
        "objection_words": _("Say for which reason you object"),
    }

    def __init__(self, *args: Any, asked: InformationRequest, days: int, **kwargs: Any) -> None:
        draft = (asked.answers or {}).get("draft", {})
        super().__init__(*args, initial=draft, **kwargs)
        done = said_so_far(asked)
        questions = [question for question in asked.disclosure.sent["questions"] if question["code"] not in done]
        self.codes, self.words = [q["code"] for q in questions], {q["code"]: q["words"] for q in questions}
        until = self.fields["until"]
        assert isinstance(until, DateField)
        until.latest = timezone.localdate(clock.now()) + timedelta(days=days)
        until.help_text = _("At most %(days)d days from today") % {"days": days}
        self.fields["view"].required = False
        for code, words in self.words.items():
            self.fields[f"answer_{code}"] = LongTextField(
                label=words, help_text=HINTS.get(code, ""), rows=3, required=False
            )
        names = [name for name in self.fields if name.startswith("said_")]
        self.order_fields(
            [
                *(f"answer_{code}" for code in self.codes),
                "view",
                "conditions_words",
                "objection_words",
                "rest",
                "until",
                "why_not",
                "why_refused",
                *names,
            ]
        )

    def clean(self) -> dict[str, Any] | None:
        typed, rest = self.cleaned_data, self.cleaned_data.get("rest")
        given = [code for code in self.codes if typed.get(f"answer_{code}")]
        missing = [code for code in self.codes if code not in given and f"answer_{code}" not in self.errors]
        if rest == Rest.WHOLE:
            for code in missing:
                question = {"question": self.words[code]}
                self.add_error(
                    f"answer_{code}", _("Answer “%(question)s” If you do not know, write “not known”") % question
                )
        if rest == Rest.CANNOT_SAY and not missing:
            self.add_error("rest", _("Every question has an answer. Choose that this answers every question"))
        if rest == Rest.CANNOT_SAY and not given:
            self.add_error("rest", _("Answer at least one question, or say that you do not answer this request"))
        if rest == Rest.MORE_TIME and not missing:
            self.add_error("rest", _("Every question has an answer. Choose that this answers every question"))
        if rest in {Rest.WHOLE, Rest.CANNOT_SAY} and not typed.get("view") and "view" not in self.errors:
            self.add_error("view", _("Choose what you think, all in all"))
        return typed

    def answer(self) -> dict[str, Any]:
        """As `answer_request` takes it."""
        typed = self.cleaned_data
        settles = typed["rest"] in {Rest.WHOLE, Rest.CANNOT_SAY}
        return {
            "answers": {code: typed[f"answer_{code}"] for code in self.codes},
            "view": typed["view"] if settles else "",
            "reason": (typed["conditions_words"] or typed["objection_words"]) if settles else "",
            "rest": typed["rest"],
            "words": typed["why_not"] or typed["why_refused"],
            "until": typed["until"],
        }

    def draft(self) -> dict[str, str]:
        """Everything as it was typed, right or wrong."""
        return {name: str(self.data.get(name, ""))[:20_000] for name in self.fields if name != "until"}


class LinkAnswerForm(AnswerForm):
    """Whoever answers by a link has no account: they say who they are, and it is shown as what they said."""

    said_name = TextField(label=_("Your name"), max_length=120, missing=_("Write your name"))
    said_post = TextField(
        label=_("Your post"),
        help_text=_("Such as probation practitioner, Ridgeway"),
        max_length=160,
        missing=_("Write your post"),
    )

    def who(self) -> tuple[str, str]:
        return self.cleaned_data["said_name"], self.cleaned_data["said_post"]
