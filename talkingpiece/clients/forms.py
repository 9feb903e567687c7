from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from talkingpiece.agreements.states import Purpose
from talkingpiece.ui.forms import CheckboxesField, Form, LongTextField, RadioField, TextField


class RegisterForm(Form):
    name = TextField(
        label=_("What is the system called?"),
        help_text=_("As the agency calls it, for example Case link."),
        max_length=60,
        width="20",
        missing=_("Enter the name of the system"),
    )
    contact = TextField(
        label=_("Who looks after it there?"),
        help_text=_("A name or a team, and a work telephone or email."),
        max_length=160,
        missing=_("Enter who looks after it"),
    )
    purposes = CheckboxesField(
        label=_("What is it let in for?"),
        help_text=_(
            "Only what the agreement is for can be chosen. Without a tick it is let in, and may do nothing yet."
        ),
        choices=[],
        required=False,
    )

    def __init__(self, *args: Any, purposes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = set(purposes)
        choices = [(one.value, one.label) for one in Purpose if one in offered]
        self.fields["purposes"].choices = choices  # type: ignore[attr-defined]


class SecretForm(Form):
    when = RadioField(
        label=_("What becomes of the secret that it has now?"),
        choices=[
            ("later", _("It works for another week, so that the agency can change over")),
            ("now", _("It ends now: somebody may have it who should not")),
        ],
        missing=_("Choose what becomes of the secret that it has now"),
    )


class RevokeForm(Form):
    why = LongTextField(
        label=_("Why?"),
        help_text=_("Whoever sees agreements reads it. Name nobody whom the work is about."),
        rows=2,
        max_length=300,
        missing=_("Say why"),
    )
