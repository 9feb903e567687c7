from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from talkingpiece.core import clock
from talkingpiece.protection.classes import Side
from talkingpiece.risk.models import FactorView
from talkingpiece.risk.services import Written
from talkingpiece.risk.states import Concern, Decision, FlagAnswer, FlagKind, Present, Residual
from talkingpiece.ui.forms import (
    DateField,
    DateTimeField,
    Form,
    LongTextField,
    RadioField,
    SelectField,
    TextField,
)

REMEDIES = _(
    "For example: another way, more visits, separate rooms, a shorter time, subjects left out, seats and ways out, a "
    "sign to stop, somebody near, a specialist, another supporter, a later date, a plan for contact afterwards."
)


class StartForm(Form):
    approach = forms.ChoiceField(choices=[])

    def __init__(self, *args: Any, approaches: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["approach"].choices = list(approaches.items())  # type: ignore[attr-defined]


class FactorForm(Form):
    victim_view = LongTextField(label="", rows=2, required=False)
    offender_view = LongTextField(label="", rows=2, required=False)
    present = RadioField(
        label=_("Is it there?"),
        choices=Present.choices,
        inline=True,
        small=True,
        missing=_("Say whether it is there. “Not known” is an answer too"),
    )
    concern = RadioField(
        label=_("How much does it concern you?"),
        choices=Concern.choices,
        hints={Concern.STOP: _("A case supervisor is told at once. Nothing else goes ahead until they have answered.")},
        small=True,
        missing=_("Say how much it concerns you"),
    )
    flag = SelectField(label=_("What is it?"), choices=FlagKind.choices, required=False)
    note = LongTextField(label=_("What you saw and heard"), rows=3, required=False)
    source = TextField(label=_("From whom you know it"), required=False)
    mitigation = LongTextField(label=_("What is done about it"), help_text=REMEDIES, rows=3, required=False)
    residual = SelectField(label=_("What then remains"), choices=Residual.choices, required=False)
    owner_words = TextField(label=_("Who sees to it"), required=False)
    review_by = DateField(label=_("Look again by"), earliest=clock.today, required=False)

    reveals = {"concern": {Concern.STOP: ["flag"]}}
    required_if_revealed = {"flag": _("Choose what the red flag is")}

    def __init__(self, *args: Any, victim: str, offenders: str, stopped: bool, **kwargs: Any) -> None:
        """`offenders` is empty while nobody asks them; `stopped`: this factor has raised its red flag already."""
        super().__init__(*args, **kwargs)
        self.fields["victim_view"].label = _now("How %(name)s sees it, in their own words") % {"name": victim}
        self.fields["offender_view"].label = _now("How %(name)s sees it, in their own words") % {"name": offenders}
        if not offenders:
            del self.fields["offender_view"]
        if stopped:
            del self.fields["flag"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("concern") == Concern.STOP and not cleaned.get("note", "").strip():
            self.add_error("note", _("Write what you saw and heard, so that a case supervisor can answer"))
        return cleaned

    def written(self) -> Written:
        typed = {name: value for name, value in self.cleaned_data.items() if name != "flag"}
        return Written(**typed)

    @property
    def asks_for_an_answer(self) -> bool:
        """Whether what is done about it stands open on the page: a concern, or anything written or wrong there."""
        answers = ("mitigation", "residual", "owner_words", "review_by")
        if self["concern"].value() not in (None, "", Concern.NONE):
            return True
        return any(self.errors.get(name) or _anything(self[name].value()) for name in answers)

    @property
    def flag_kind(self) -> str:
        return str(self.cleaned_data.get("flag", ""))


def _anything(value: Any) -> bool:
    """A date that was posted is a list of its parts."""
    return any(value) if isinstance(value, list | tuple) else bool(value)


def initial_of(view: FactorView | None) -> dict[str, Any]:
    if view is None:
        return {}
    names = [name for name in FactorForm.base_fields if name != "flag"]
    return {name: getattr(view, name) for name in names}


class SubmitForm(Form):
    decision = RadioField(
        label=_("What do you decide?"),
        choices=Decision.choices,
        hints={
            Decision.WITH_PLAN: _("The plan below is part of the decision."),
            Decision.INDIRECT: _("Words can pass between them through us."),
            Decision.PAUSE: _("Something has to change first. Say what, in the reasons."),
            Decision.STOP: _("Ending well is a good way too."),
        },
        missing=_("Choose a decision"),
    )
    reasons = LongTextField(
        label=_("Why?"),
        help_text=_("What weighs for it and against it, and the risk of not doing it. No number decides."),
        rows=5,
        missing=_("Write the reasons for the decision"),
    )
    plan = LongTextField(
        label=_("The plan"),
        help_text=_("Who does what, before, on the day and afterwards. When to look again sooner."),
        rows=4,
        required=False,
    )


class SignForm(Form):
    answer = RadioField(
        label=_("What do you say to it?"),
        choices=[("sign", _("I sign it off")), ("return", _("I give it back"))],
        hints={
            "sign": _("It counts from today."),
            "return": _("Nothing written is lost. They write on and put it forward again."),
        },
        missing=_("Say whether you sign it or give it back"),
    )
    words = LongTextField(
        label=_("Your words to it"),
        help_text=_("Why you agree, or what is still to look at. They stay with the assessment."),
        rows=4,
        missing=_("Write a few words"),
    )

    def __init__(self, *args: Any, may_sign: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["answer"]
        assert isinstance(field, RadioField)
        if not may_sign:
            field.choices = [("return", _("I give it back"))]


class FlagForm(Form):
    kind = RadioField(label=_("What is it?"), choices=FlagKind.choices, small=True, missing=_("Choose what it is"))
    side = RadioField(
        label=_("Whose file does it belong to?"),
        choices=[
            (Side.VICTIM, _("The victim’s")),
            (Side.OFFENDER, _("The offender’s")),
            (Side.JOINT, _("Both")),
            (Side.SERVICE, _("Only ours")),
        ],
        hints={Side.SERVICE: _("For example a facilitator who knows somebody.")},
        small=True,
        missing=_("Choose whose file it belongs to"),
    )
    words = LongTextField(
        label=_("What happened?"), rows=4, missing=_("Write what happened, so that a case supervisor can answer")
    )
    happened_at = DateTimeField(label=_("When?"), latest=clock.now, initial=clock.now)


class FlagAnswerForm(Form):
    answer = RadioField(label=_("Is it dealt with?"), choices=FlagAnswer.choices, missing=_("Say whether it is"))
    words = LongTextField(
        label=_("What was done, or what has to change"), rows=4, missing=_("Write what was done or has to change")
    )
