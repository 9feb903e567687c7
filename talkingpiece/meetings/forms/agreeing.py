from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from talkingpiece.core import clock
from talkingpiece.meetings.models import ItemKind, ItemResult, OrderCheck, Participant, ToldOf
from talkingpiece.meetings.services import Draft
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

MUST = ("what", "who", "due")
MORE = ("kind", "for", "verified", "order", "share")
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
    no_news = TickField(
        label=_("The victim does not want to hear how these go"),
        help_text=_("Then nobody tells them, whether it was done or not. They can change that at any time."),
        required=False,
    )
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
            self._more(line, people)

    def _more(self, line: int, people: list[tuple[str, str]]) -> None:
        self.fields[f"kind_{line}"] = SelectField(
            label=_("What kind of thing is it?"), choices=ItemKind.choices, required=False, empty_label=_("Not said")
        )
        self.fields[f"for_{line}"] = SelectField(
            label=_("For whom?"), choices=people, required=False, empty_label=_("For all of them")
        )
        self.fields[f"verified_{line}"] = TextField(
            label=_("Who sees whether it was done, and how?"), max_length=300, required=False
        )
        self.fields[f"order_{line}"] = SelectField(
            label=_("Laid beside the orders and conditions"),
            choices=OrderCheck.choices,
            required=False,
            empty_label=_("As ticked below for all"),
        )
        self.fields[f"share_{line}"] = CheckboxesField(
            label=_("Who else may be told of it, if they agree?"), choices=ToldOf.choices, required=False, small=True
        )

    def lines(self) -> list[dict[str, BoundField]]:
        return [
            {name: self[f"{name}_{line}"] for name in (*MUST, *MORE)}  # type: ignore[misc]
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

    def drafts(self) -> list[Draft]:
        """What was written, line by line; a line without a word is none."""
        return [self._draft(line) for line in range(1, LINES + 1) if self.cleaned_data[f"what_{line}"]]

    def _draft(self, line: int) -> Draft:
        said = {name: self.cleaned_data[f"{name}_{line}"] for name in (*MUST, *MORE)}
        return Draft(
            words=said["what"],
            owner_id=UUID(said["who"]),
            due_on=said["due"],
            kind=said["kind"] or ItemKind.OTHER,
            for_id=UUID(said["for"]) if said["for"] else None,
            verified=said["verified"],
            order_check=said["order"] or OrderCheck.CLEAR,
            share_with=tuple(said["share"]),
        )


class ResultForm(Form):
    happened_at = DateTimeField(label=_("When did you learn it?"), latest=clock.now)
    result = RadioField(label=_("How did it go?"), choices=ItemResult.choices)
    words = LongTextField(
        label=_("In their words, or what you saw"),
        help_text=_("If something was left: what, and why, as far as they want to say."),
        rows=3,
        required=False,
    )
    evidence = TextField(
        label=_("What shows it?"),
        help_text=_("For example a receipt, a letter that was handed on, somebody who saw it."),
        max_length=300,
        required=False,
    )
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

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("result") in {ItemResult.PARTLY, ItemResult.NOT_DONE} and not data.get("words"):
            self.add_error("words", _("Say what was left, and why, as far as they want to say"))
        return data


class VaryForm(Form):
    """Another day, if both want it."""

    happened_at = DateTimeField(label=_("When did they agree on it?"), latest=clock.now)
    due_on = DateField(label=_("By when now?"), earliest=clock.today)
    freely = CheckboxesField(
        label=_("Who told you themselves that they agree freely?"),
        help_text=_("Ask each of them alone. A no leaves the first day as it is."),
        choices=[],
        required=False,
    )
    words = LongTextField(label=_("Why another day?"), rows=2, missing=_("Say why it is another day"))

    def __init__(self, *args: Any, signing: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["freely"].choices = list(signing)  # type: ignore[attr-defined]
