from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from talkingpiece.core import clock
from talkingpiece.engagement.states import Means
from talkingpiece.meetings.models import Meeting, Participant, Round, Wellbeing
from talkingpiece.ui.forms import (
    BoundField,
    CheckboxesField,
    DateField,
    DateTimeField,
    Form,
    LongTextField,
    RadioField,
    YesNoField,
)

STOPPED = {
    "victim": _("Yes, the victim did"),
    "offender": _("Yes, the offender did"),
    "supporter": _("Yes, a supporter did"),
    "interpreter": _("Yes, the interpreter did"),
    "representative": _("Yes, the representative did"),
    "family": _("Yes, somebody of the family did"),
    "keeper": _("Yes, a keeper did"),
    "community": _("Yes, somebody from the community did"),
    "surrogate": _("Yes, somebody who harmed others did"),
    "facilitator": _("Yes, somebody who leads it did"),
}


def _numbered(one: Round) -> str:
    return f"{one.position}. {one.prompt or one.get_kind_display()}"


WAS_THERE = [*Wellbeing.choices, ("absent", _("Was not there"))]


class RecordForm(Form):
    """What happened, not what was said."""

    started_at = DateTimeField(label=_("When did it start?"), latest=clock.now)
    ended_at = DateTimeField(label=_("When did it end?"), latest=clock.now)
    changes = LongTextField(
        label=_("What was different from the plan?"),
        help_text=_("Breaks, who came late, another room. Leave it empty if nothing was."),
        rows=3,
        required=False,
    )
    ended_early_by = RadioField(
        label=_("Did somebody end it early?"),
        choices=[("", _("No, it came to its end"))],
        required=False,
    )
    incidents = LongTextField(
        label=_("Did anything happen that put somebody at risk?"),
        help_text=_("What happened and what you did. Raise a red flag as well if it is not over."),
        rows=3,
        required=False,
    )
    agreed = YesNoField(
        label=_("Did they agree on something that somebody will do?"),
        yes=_("Yes"),
        no=_("No, and there need not be anything"),
        missing=_("Say whether they agreed on something"),
    )
    rounds_used = CheckboxesField(
        label=_("Which parts of the way were used?"),
        help_text=_("Only whether, never who said what in it."),
        choices=[],
        required=False,
        small=True,
    )
    guidelines = LongTextField(
        label=_("Which guidelines did they agree on together?"),
        help_text=_("As they stood on the sheet in the middle. They belong to everybody there."),
        rows=4,
        required=False,
    )
    learning = LongTextField(label=_("What would you do differently next time?"), rows=2, required=False)
    despite = LongTextField(
        label=_("Why was it held although it had not been begun here?"),
        help_text=_("What has happened is always recorded. This reason, and what was missing, stays with it."),
        rows=3,
        missing=_("Say why it was held all the same"),
    )

    def __init__(
        self,
        *args: Any,
        meeting: Meeting,
        seats: Sequence[Participant],
        rounds: Sequence[Round],
        ring: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.seats = seats
        parts = {*(seat.part for seat in meeting.participants.all()), "facilitator"}
        stopped = [(part, words) for part, words in STOPPED.items() if part in parts]
        self.fields["ended_early_by"].choices = [("", _("No, it came to its end")), *stopped]  # type: ignore[attr-defined]
        used = [(str(one.pk), _numbered(one)) for one in rounds]
        self.fields["rounds_used"].choices = used  # type: ignore[attr-defined]
        if not used:
            del self.fields["rounds_used"]
        if not ring:
            del self.fields["guidelines"]
        if meeting.begun_at is not None:
            del self.fields["despite"]
        for seat in seats:
            self._add(seat)

    def _add(self, seat: Participant) -> None:
        name = {"name": seat.person.called}
        self.fields[f"was_{seat.pk}"] = RadioField(
            label=_("How was %(name)s when it closed?") % name,
            choices=WAS_THERE,
            missing=_("Say how %(name)s was, or that they were not there") % name,
            initial="absent" if seat.attended is False else seat.wellbeing,
        )
        self.fields[f"next_{seat.pk}"] = DateField(
            label=_("When do you contact %(name)s next?") % name,
            earliest=lambda: clock.today() - timedelta(days=365),
            required=False,
            initial=seat.next_contact_on,
        )

    def seat_fields(self) -> list[tuple[BoundField, BoundField]]:
        return [(self[f"was_{seat.pk}"], self[f"next_{seat.pk}"]) for seat in self.seats]  # type: ignore[misc]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        started, ended = data.get("started_at"), data.get("ended_at")
        if started and ended and ended <= started:
            self.add_error("ended_at", _("It ended after it started. Check both times"))
        everybody = [data.get(f"was_{seat.pk}") for seat in self.seats]
        if everybody and all(was == "absent" for was in everybody):
            self.add_error(None, _("Somebody was there. If nobody came, cancel the meeting"))
        return data


class TakeBackForm(Form):
    why = LongTextField(
        label=_("Why was it not held after all?"),
        help_text=_("Stays with the meeting, beside your name."),
        rows=2,
        missing=_("Say why the record was a mistake"),
    )


class DebriefForm(Form):
    happened_at = DateTimeField(label=_("When?"), latest=clock.now)
    spoke = RadioField(
        label=_("Did you talk?"),
        choices=[("yes", _("Yes")), ("no", _("They would rather not"))],
        hints={"no": _("That is a full answer.")},
        missing=_("Say whether you talked"),
    )
    means = RadioField(label=_("How?"), choices=Means.choices, inline=True, required=False)
    wellbeing = RadioField(label=_("How are they now?"), choices=Wellbeing.choices, required=False)
    words = LongTextField(
        label=_("What they want us to remember"),
        help_text=_("In their words. Not what others said at the meeting."),
        rows=4,
        required=False,
    )

    reveals = {"spoke": {"yes": ["means", "wellbeing"]}}
    required_if_revealed = {"means": _("Say how you talked"), "wellbeing": _("Say how they are")}
