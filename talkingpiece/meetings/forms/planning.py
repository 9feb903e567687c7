from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.forms import Field
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from talkingpiece.accounts.models import User
from talkingpiece.cases.profile import ApproachDef
from talkingpiece.consents.states import Answer, Method
from talkingpiece.core import clock
from talkingpiece.meetings.models import OF_NO_CASE, Participant, VenueKind
from talkingpiece.ui.forms import (
    CheckboxesField,
    DateTimeField,
    Form,
    LongTextField,
    NumberField,
    RadioField,
    SelectField,
    TextField,
    TickField,
)

Choices = Iterable[tuple[str, Any]]


class PlanForm(Form):
    """What a meeting is to be. `people` and `supporters` depend on the case it is planned from."""

    approach = RadioField(label=_("How do they want to communicate?"), choices=[])
    people = CheckboxesField(
        label=_("Who takes part?"),
        choices=[],
        missing=_("Choose who takes part"),
    )
    starts_at = DateTimeField(label=_("When does it start?"), earliest=clock.today)
    venue_kind = RadioField(label=_("What kind of place is it?"), choices=VenueKind.choices, inline=True)
    venue = LongTextField(
        label=_("Where is it?"),
        help_text=_("The address and the room. Going to a prison tells the victim where somebody is held."),
        rows=2,
        max_length=500,
        missing=_("Say where it is"),
    )
    practical = LongTextField(
        label=_("What has to be arranged?"),
        help_text=_("Who arrives when, separate ways in, somewhere quiet for each side, access, interpreter, travel"),
        rows=4,
        required=False,
    )
    lead = SelectField(label=_("Who leads?"), choices=[])
    co_facilitator = SelectField(
        label=_("Who facilitates with them?"), choices=[], required=False, empty_label=_("Nobody yet")
    )

    def __init__(
        self,
        *args: Any,
        approaches: Sequence[ApproachDef],
        people: Choices,
        supporters: Sequence[tuple[str, str]],
        workers: Sequence[User],
        **kwargs: Any,
    ) -> None:
        # Each approach brings what is asked of it alone, under its own choice.
        own = {way.key: _own_fields(way) for way in approaches}
        self.reveals = {"approach": {key: list(fields) for key, fields in own.items() if fields}}  # type: ignore[misc]
        self.required_if_revealed = {  # type: ignore[misc]
            f"purpose_{way.key}": _("Say what it is for") for way in approaches if way.purposes
        }
        super().__init__(*args, **kwargs)
        for fields in own.values():
            self.fields.update(fields)
        self.fields["approach"].choices = [(a.key, gettext(a.name)) for a in approaches]  # type: ignore[attr-defined]
        self.fields["people"].choices = list(people)  # type: ignore[attr-defined]
        self.workers = workers
        named = [(str(worker.pk), worker.name) for worker in workers]
        self.fields["lead"].choices = [("", _("Choose one")), *named]  # type: ignore[attr-defined]
        self.fields["co_facilitator"].choices = [("", _("Nobody yet")), *named]  # type: ignore[attr-defined]
        self.supporter_sides = [side for side, _called in supporters]
        for side, called in supporters:
            self.fields[f"supporter_{side}"] = TextField(
                label=_("Somebody new who comes with %(name)s") % {"name": called},
                help_text=_("What to call them. Save, and come back to add another."),
                max_length=80,
                required=False,
            )

    def supporter_fields(self) -> list[str]:
        return [f"supporter_{side}" for side in self.supporter_sides]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("lead") and data.get("lead") == data.get("co_facilitator"):
            self.add_error("co_facilitator", _("Choose somebody else than the one who leads"))
        key = data.get("approach", "")
        if data.get(f"newcomer_called_{key}") and not data.get(f"newcomer_part_{key}"):
            self.add_error(f"newcomer_part_{key}", _("Say what they are there as"))
        return data


def _own_fields(way: ApproachDef) -> dict[str, Field]:
    """What an approach asks of its plan besides what all of them ask, from its entry in the profile."""
    fields: dict[str, Field] = {}
    if way.purposes:
        choices = [(one.key, gettext(one.name)) for one in way.purposes]
        fields[f"purpose_{way.key}"] = RadioField(
            label=_("What is it for?"), choices=choices, required=False, small=True
        )
    parts = {part for one in ("", *(p.key for p in way.purposes)) for part in way.allowed(one)}
    of_no_case = [(part.value, part.label) for part in OF_NO_CASE if part in parts]
    if of_no_case:
        fields[f"newcomer_called_{way.key}"] = TextField(
            label=_("Somebody new who comes from no case"),
            help_text=_("What to call them. They are asked, prepared and looked at like everybody else."),
            max_length=80,
            required=False,
        )
        fields[f"newcomer_part_{way.key}"] = SelectField(
            label=_("What are they there as?"), choices=of_no_case, required=False, empty_label=_("Choose one")
        )
    if way.open_to_cases:
        fields[f"seats_offered_{way.key}"] = NumberField(
            label=_("How many seats are open to victims of other cases?"),
            help_text=_("Their own workers see the date and who leads, and nobody’s name. You answer each of them."),
            min_value=0,
            max_value=12,
            width="2",
            required=False,
        )
    return fields


class AskForm(Form):
    """One person, one date. What is asked is shown above it."""

    answer = RadioField(
        label=_("What did they say?"),
        choices=Answer.choices,
        inline=True,
        missing=_("Write down what they said"),
    )
    happened_at = DateTimeField(label=_("When?"), latest=clock.now)
    method = RadioField(
        label=_("How did they say it?"),
        choices=[(m.value, m.label) for m in Method if m is not Method.ONLINE],
        inline=True,
    )
    capacity_considered = TickField(
        label=_("I have thought about whether they understand what they agree to, and are free to say no"),
        required=False,
    )


class CheckForm(Form):
    happened_at = DateTimeField(label=_("When did you ask?"), latest=clock.now)
    everybody_willing = RadioField(
        label=_("Is everybody still willing and well?"),
        choices=[("yes", _("Yes, I asked each of them")), ("no", _("No, or I could not ask all of them"))],
        hints={
            "no": _("If somebody does not want to come any more, take back their consent as well. Nobody asks why.")
        },
        missing=_("Say whether everybody is willing"),
    )
    place_cleared = RadioField(
        label=_("Is the place cleared?"),
        choices=[("yes", _("Yes")), ("no", _("Not yet"))],
        hints={"yes": _("Names at the gate, rooms, ways in and out: agreed with whoever runs the place.")},
        missing=_("Say whether the place is cleared"),
    )
    words = LongTextField(label=_("Anything to remember on the day"), rows=3, required=False)


class CancelForm(Form):
    """Why it will not take place, and who knows. Each is told the same neutral words."""

    why = LongTextField(
        label=_("Why will it not take place?"),
        help_text=_("For the file. The other side is not told."),
        rows=3,
        missing=_("Say why, for the file"),
    )
    told = CheckboxesField(
        label=_("Who has been told, in the words above?"),
        help_text=_("Whoever is not ticked stays on your list until they know."),
        choices=[],
        required=False,
    )

    def __init__(self, *args: Any, seats: Sequence[Participant], cancelled: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = [(str(s.pk), s.person.called) for s in seats if s.told_at is None]
        self.fields["told"].choices = waiting  # type: ignore[attr-defined]
        if cancelled:
            del self.fields["why"]
            self.fields["told"].required = True
            self.fields["told"].error_messages["required"] = _("Tick who has been told")
