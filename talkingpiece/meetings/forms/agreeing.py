from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from talkingpiece.core import clock
from talkingpiece.meetings.models import ItemResult, Participant
from talkingpiece.ui.forms import (
    BoundField,
    CheckboxesField,
    DateField,
    DateTimeField,
    Form,
    LongTextField,
    RadioField,
    SelectField,
    TextField,
    TickField,
)

LINES = 5  # an agreement of more things is rarely kept; the last can name what belongs together


class AgreementForm(Form):
    happened_at = DateTimeField(label=_("When did they agree?"), latest=clock.now)
    freely = CheckboxesField(
        label=_("Who told you themselves that they agree freely?"),
        help_text=_("Ask each of them alone. Nobody can say it for somebody else."),
        choices=[],
        required=False,
    )
    lawful = TickField(label=_("It is lawful, and fair to both"), required=False)
    against_no_order = TickField(label=_("It breaches no order and no condition"), required=False)
    words = LongTextField(
        label=_("What they want to say with it"),
        help_text=_("In their words, for example what it is for, or how they greet each other if they meet."),
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, seats: Sequence[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(seat.pk), seat.person.called) for seat in seats]
        self.fields["freely"].choices = people  # type: ignore[attr-defined]
        for line in range(1, LINES + 1):
            self.fields[f"what_{line}"] = TextField(label=_("What will be done?"), max_length=500, required=False)
            self.fields[f"who_{line}"] = SelectField(label=_("Who does it?"), choices=people, required=False)
            self.fields[f"due_{line}"] = DateField(label=_("By when?"), required=False)

    def lines(self) -> list[tuple[BoundField, BoundField, BoundField]]:
        return [
            (self[f"what_{line}"], self[f"who_{line}"], self[f"due_{line}"])  # type: ignore[misc]
            for line in range(1, LINES + 1)
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        needs = {"what": _("Say what will be done"), "who": _("Say who does it"), "due": _("Say by when")}
        for line in range(1, LINES + 1):
            typed = {name: data.get(f"{name}_{line}") for name in needs}
            if any(typed.values()):
                for name, message in needs.items():
                    if not typed[name] and f"{name}_{line}" not in self.errors:
                        self.add_error(f"{name}_{line}", message)
        return data

    def filled(self) -> list[tuple[str, str, Any]]:
        data = self.cleaned_data
        rows = ((data[f"what_{n}"], data[f"who_{n}"], data[f"due_{n}"]) for n in range(1, LINES + 1))
        return [row for row in rows if row[0]]


class ResultForm(Form):
    happened_at = DateTimeField(label=_("When did you learn it?"), latest=clock.now)
    result = RadioField(label=_("How did it go?"), choices=ItemResult.choices)
    words = LongTextField(label=_("In their words, or what you saw"), rows=3, required=False)
    told = RadioField(
        label=_("Does the victim know?"),
        choices=[
            ("yes", _("Yes, they were told in the way they chose")),
            ("no", _("Not yet")),
            ("not_wanted", _("They do not want to hear of it")),
        ],
        hints={"no": _("It stays on your list until they know.")},
        missing=_("Say whether the victim knows"),
    )
