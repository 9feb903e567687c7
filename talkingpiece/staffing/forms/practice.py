from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from talkingpiece.core import clock
from talkingpiece.staffing.models import PracticeKind
from talkingpiece.ui.forms import DateField, Form, LongTextField, NumberField, RadioField


class SuperviseForm(Form):
    kind = RadioField(label=_("What was it?"), choices=PracticeKind.choices, missing=_("Choose what it was"))
    hours = NumberField(label=_("How many hours?"), min_value=1, max_value=80, width="3", missing=_("Enter the hours"))
    day = DateField(label=_("When?"), latest=clock.today, missing=_("Enter the day"))
    words = LongTextField(
        label=_("What was agreed, or learnt?"),
        help_text=_("They read this too. Nobody’s name, and nothing of a case."),
        max_length=4000,
        required=False,
    )

    reveals = {"kind": {PracticeKind.LEARNING.value: ["hours"]}}
    required_if_revealed = {"hours": _("Enter the hours")}


class LearningForm(Form):
    words = LongTextField(
        label=_("What did you learn?"),
        help_text=_("For example the title of a course. Whoever supervises you reads this."),
        rows=2,
        max_length=400,
        missing=_("Enter what you learnt"),
    )
    hours = NumberField(label=_("How many hours?"), min_value=1, max_value=80, width="3", missing=_("Enter the hours"))
    day = DateField(label=_("When?"), latest=clock.today, missing=_("Enter the day"))


class NoteForm(Form):
    words = LongTextField(
        label=_("A note for yourself"),
        help_text=_("Nobody else reads it: no supervisor, no manager. Leave out names all the same."),
        rows=8,
        max_length=20_000,
        missing=_("Write something first"),
    )


class CorrectForm(Form):
    why = LongTextField(
        label=_("What was wrong?"),
        help_text=_("One sentence. They read it too."),
        rows=3,
        max_length=500,
        missing=_("Write what was wrong"),
    )
