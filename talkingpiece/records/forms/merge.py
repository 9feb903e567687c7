from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from talkingpiece.people.models import Person
from talkingpiece.ui.forms import Form, LongTextField, RadioField


class MergeForm(Form):
    kept = RadioField(
        label=_("Which record do we read from now on?"), choices=(), missing=_("Choose one of the two records")
    )
    words = LongTextField(
        label=_("How do you know that they are one person?"),
        help_text=_("A name and a birth date alone are not enough."),
        rows=2,
        missing=_("Say how you know"),
    )

    def __init__(self, *args: Any, people: tuple[Person, Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(person.pk), person.name) for person in people]
        if choices[0][1] == choices[1][1]:
            first, second = _("%(name)s, the first record"), _("%(name)s, the second record")
            choices = [
                (choices[0][0], first % {"name": choices[0][1]}),
                (choices[1][0], second % {"name": choices[1][1]}),
            ]
        self.fields["kept"].choices = choices  # type: ignore[attr-defined]


class UndoForm(Form):
    why = LongTextField(label=_("How do you know that they are two?"), rows=2, missing=_("Say how you know"))
