from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from talkingpiece.accounts.models import User
from talkingpiece.core import clock
from talkingpiece.engagement.states import NEEDS_EXCEPTION, Means, Reply, Stance
from talkingpiece.ui.dates import when
from talkingpiece.ui.forms import DateField, DateTimeField, Form, LongTextField, RadioField, SelectField, YesNoField

# Nobody hears of this first from a screen that others may read.
APPROACHED_BY = (Means.IN_PERSON, Means.VIDEO, Means.CALL, Means.POST)


class ApproachForm(Form):
    """`tellers`: who may have told them; `agreed_at`: when the victim agreed, before which nobody could."""

    means = RadioField(
        label=_("How were they told?"), choices=[(m, m.label) for m in APPROACHED_BY], inline=True, small=True
    )
    told_by = SelectField(label=_("Who told them?"), choices=[])
    told_at = DateTimeField(label=_("When?"), latest=clock.now, initial=clock.now)

    def __init__(self, *args: Any, tellers: Iterable[User], agreed_at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tellers = {str(user.pk): user for user in tellers}
        self.agreed_at = agreed_at.replace(second=0, microsecond=0)  # people give minutes
        who = self.fields["told_by"]
        assert isinstance(who, SelectField)
        who.choices = [("", _("Choose one")), *((pk, user.name) for pk, user in self.tellers.items())]

    def clean_told_at(self) -> datetime:
        told_at: datetime = self.cleaned_data["told_at"]
        if told_at < self.agreed_at:
            raise ValidationError(
                _("The victim agreed to the words later than that, %(when)s. Check the time"),
                params={"when": when(self.agreed_at)},
            )
        return told_at

    @property
    def teller(self) -> User:
        return self.tellers[self.cleaned_data["told_by"]]


class ReplyForm(Form):
    reply = RadioField(label=_("What did they answer?"), choices=Reply.choices, missing=_("Choose what they answered"))
    voluntary = YesNoField(
        label=_("Do they do it freely?"),
        help_text=_("No promise, no pressure, nothing that hangs on it"),
        yes=_("Yes, freely"),
        no=_("No, or I am not sure"),
    )
    ask_again_on = DateField(
        label=_("When may we ask again?"),
        help_text=_("Leave it empty if they did not say"),
        earliest=clock.today,
        required=False,
    )
    words = LongTextField(label=_("In their words"), rows=3, required=False)
    replied_at = DateTimeField(label=_("When?"), latest=clock.now, initial=clock.now)

    reveals: ClassVar = {"reply": {Reply.YES: ["voluntary"], Reply.NOT_NOW: ["ask_again_on"]}}
    required_if_revealed: ClassVar = {"voluntary": _("Say whether they do it freely")}
    field_order = ["reply", "voluntary", "ask_again_on", "words", "replied_at"]


class StanceForm(Form):
    stance = RadioField(
        label=_("What do they say of their part?"),
        choices=[(stance, stance.label) for stance in Stance if stance != Stance.NOT_ASKED],
        hints={
            **dict.fromkeys(NEEDS_EXCEPTION, _("A case supervisor decides whether they can take part.")),
            Stance.DENIES: _("They cannot take part. Work with the victim goes on."),
        },
        missing=_("Choose what comes nearest"),
    )
    words = LongTextField(
        label=_("In their words"), help_text=_("Their own words say more than the choice above"), rows=4, required=False
    )
    taken_at = DateTimeField(label=_("When did they say it?"), latest=clock.now, initial=clock.now)


class ExceptionForm(Form):
    agreed = YesNoField(
        label=_("Can they take part, as things are?"),
        yes=_("Yes, with what I write here"),
        no=_("Not as things are"),
        inline=False,
        missing=_("Choose yes or no"),
    )
    words = LongTextField(
        label=_("Your reasons"),
        help_text=_("How they are prepared, and what the victim is told beforehand"),
        rows=5,
        missing=_("Write your reasons"),
    )


class SuperviseForm(Form):
    agreed = YesNoField(
        label=_("May they be approached?"),
        yes=_("Yes, when everything else is in place"),
        no=_("Not as things are"),
        inline=False,
        missing=_("Choose yes or no"),
    )
    words = LongTextField(
        label=_("Your reasons"),
        help_text=_("What you looked at, and what must be kept to"),
        rows=5,
        missing=_("Write your reasons"),
    )
