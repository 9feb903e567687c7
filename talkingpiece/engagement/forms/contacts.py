from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext_lazy as _

from talkingpiece.core import clock
from talkingpiece.engagement.next_time import NotUnderstood, understand
from talkingpiece.engagement.states import Direction, Means, Outcome
from talkingpiece.ui.forms import DateTimeField, Form, LongTextField, RadioField, TextField, TickField

CALLED = (Outcome.NO_ANSWER, Outcome.SPOKE, Outcome.NOT_NOW, Outcome.SOMEBODY_ELSE, Outcome.LEFT_WORD)


class QuickContactForm(Form):
    """A call that we made. `first`: the hour of a day named without one; `telling`: whether they wait to be told."""

    outcome = RadioField(
        label=_("What came of it?"),
        choices=[(outcome, outcome.label) for outcome in CALLED],
        small=True,
        missing=_("Choose what came of it"),
    )
    told = TickField(label=_("They were told what the offender said"), required=False)
    next_words = TextField(
        label=_("Try again"),
        help_text=_("For example “Thursday after six”, “tomorrow 10am” or “in two weeks”"),
        width="20",
        max_length=80,
        required=False,
    )
    note = LongTextField(label=_("Note"), rows=2, required=False)

    fixed = {"means": Means.CALL, "direction": Direction.OUT}

    def __init__(self, *args: Any, first: time = time(9), telling: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first = first
        self.next_at: datetime | None = None
        if not telling:
            del self.fields["told"]

    def clean_next_words(self) -> str:
        typed: str = self.cleaned_data["next_words"]
        if typed:
            found = understand(typed, now=clock.now(), first=self.first)
            if isinstance(found, NotUnderstood):
                self.add_error("next_words", str(found.why))
            else:
                self.next_at = found.at
        return typed

    def columns(self) -> dict[str, Any]:
        """As `record_contact` takes them."""
        cleaned = {name: value for name, value in self.cleaned_data.items() if name != "happened_at"}
        told = bool(cleaned.get("told")) and cleaned["outcome"] == Outcome.SPOKE
        return {**self.fixed, **cleaned, "told": told, "next_at": self.next_at}

    @property
    def moment(self) -> datetime:
        return self.cleaned_data.get("happened_at") or clock.now()


class ContactForm(QuickContactForm):
    direction = RadioField(label=_("Who reached whom?"), choices=Direction.choices, inline=True, small=True)
    means = RadioField(label=_("How?"), choices=Means.choices, inline=True, small=True)
    outcome = RadioField(
        label=_("What came of it?"), choices=Outcome.choices, small=True, missing=_("Choose what came of it")
    )
    happened_at = DateTimeField(label=_("When?"), latest=clock.now, initial=clock.now)

    field_order = ["outcome", "told", "next_words", "note", "means", "direction", "happened_at"]
    fixed = {}
