from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from talkingpiece.meetings.models import Round, RoundKind
from talkingpiece.meetings.services import RoundSaid
from talkingpiece.ui.forms import BoundField, Form, LongTextField, NumberField, RadioField, SelectField, TextField

SPARE = 2  # empty lines after the rounds that are there: save, and there are two more
MOST = 20


class ArrangeForm(Form):
    """What is asked in which order. A guide: whoever leads may leave out, stay, or turn back."""

    piece = TextField(
        label=_("What is the talking piece?"),
        help_text=_("Whoever holds it speaks. Something that means something to them."),
        max_length=80,
        required=False,
    )
    chair_for = TextField(
        label=_("Is a chair kept empty, and for whom?"),
        help_text=_("At the wish of somebody who sits there. Leave it empty if not."),
        max_length=120,
        required=False,
    )

    def __init__(self, *args: Any, rounds: Sequence[Round], ring: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ring:
            del self.fields["piece"], self.fields["chair_for"]
        self.count = min(MOST, len(rounds) + SPARE)
        self.order = [(str(place), str(place)) for place in range(1, self.count + 1)]
        for place in range(1, self.count + 1):
            self._line(place, rounds[place - 1] if place <= len(rounds) else None)

    def _line(self, place: int, one: Round | None) -> None:
        self.fields[f"prompt_{place}"] = TextField(
            label=_("What is asked, or done"), max_length=500, required=False, initial=one.prompt if one else ""
        )
        self.fields[f"kind_{place}"] = SelectField(
            label=_("What kind of round is it?"),
            choices=RoundKind.choices,
            required=False,
            empty_label=_("None: leave this line out"),
            initial=one.kind if one else "",
        )
        self.fields[f"minutes_{place}"] = NumberField(
            label=_("Minutes"),
            min_value=0,
            max_value=240,
            width="3",
            required=False,
            initial=one.minutes or None if one else None,
        )
        self.fields[f"place_{place}"] = SelectField(
            label=_("In which place?"), choices=self.order, required=False, initial=str(place)
        )

    def lines(self) -> list[tuple[BoundField, BoundField, BoundField, BoundField]]:
        names = ("prompt", "kind", "minutes", "place")
        return [tuple(self[f"{name}_{place}"] for name in names) for place in range(1, self.count + 1)]  # type: ignore[misc]

    def rounds(self) -> list[RoundSaid]:
        """In the order that was chosen; two of the same place in the order of the page."""
        data = self.cleaned_data
        kept = [place for place in range(1, self.count + 1) if data[f"kind_{place}"]]
        kept.sort(key=lambda place: (int(data[f"place_{place}"] or place), place))
        return [RoundSaid(data[f"kind_{n}"], data[f"prompt_{n}"], data[f"minutes_{n}"] or 0) for n in kept]


class ProposeForm(Form):
    words = LongTextField(
        label=_("A few words to whoever leads it"),
        help_text=_("Not who it is. What they hope for in it, or what they need to sit there."),
        rows=3,
        max_length=1000,
        required=False,
    )


class SeatForm(Form):
    answer = RadioField(
        label=_("Is there a seat for them?"),
        choices=[("yes", _("Yes, keep a seat")), ("no", _("Not this time"))],
        hints={"yes": _("Somebody more sits there: everybody is asked again, and it is booked anew.")},
        missing=_("Say whether a seat is kept"),
    )
