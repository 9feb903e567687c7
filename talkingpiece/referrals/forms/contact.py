"""Which ways are safe: the same questions, in the same words, wherever we ask how to reach somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from django.utils.translation import gettext_lazy as _

from talkingpiece.people.services import Way
from talkingpiece.people.states import Channel, Days, IfAnswered
from talkingpiece.ui.forms import (
    CheckboxesField,
    EmailField,
    Form,
    LongTextField,
    PhoneField,
    RadioField,
    TextField,
    TimeField,
)

NONE = "none"
ANSWERED = [
    (IfAnswered.RING_OFF, _("Say “wrong number” and ring off")),
    (IfAnswered.FIRST_NAME, _("Ask for me, and give a first name only")),
    (IfAnswered.OPEN, _("Anybody who answers may know who you are")),
]


class _Ways(Form):
    """The fields of each way. A form over it says which of them can be chosen, and how many."""

    call_number = PhoneField(label=_("Which number may we call?"), required=False)
    call_days = RadioField(
        label=_("On which days is it safe?"), choices=Days.choices, initial=Days.ANY, required=False, small=True
    )
    call_from = TimeField(
        label=_("Safe from"), help_text=_("For example, 10am. Leave it empty if any time is safe"), required=False
    )
    call_to = TimeField(label=_("Safe until"), help_text=_("For example, 2pm"), required=False)
    call_note = TextField(
        label=_("Anything else about when or how?"),
        help_text=_("For example, never on a Friday. We read this before every call"),
        required=False,
    )
    answered = RadioField(
        label=_("What if someone else answers?"),
        choices=ANSWERED,
        initial=IfAnswered.RING_OFF,
        required=False,
        small=True,
    )
    voicemail_number = PhoneField(label=_("On which number may we leave it?"), required=False)
    text_number = PhoneField(label=_("Which mobile number?"), required=False)
    email = EmailField(label=_("Which email address? Only if nobody else reads it"), required=False)
    post_address = LongTextField(label=_("Which address?"), rows=3, max_length=500, required=False)

    required_if_revealed = {
        "call_number": _("Enter the phone number that we may call"),
        "voicemail_number": _("Enter the phone number for voicemail"),
        "text_number": _("Enter the mobile number for text messages"),
        "email": _("Enter the email address"),
        "post_address": _("Enter the address for letters"),
    }

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = data.get("call_from"), data.get("call_to")
        if "call_from" in self.errors or "call_to" in self.errors:
            return data
        if isinstance(first, time) != isinstance(last, time):
            missing = "call_to" if first else "call_from"
            self.add_error(missing, _("Enter both times, or leave both empty"))
        elif isinstance(first, time) and isinstance(last, time) and first >= last:
            self.add_error("call_to", _("Enter a time that is later than the first one"))
        return data


_UNDER: Mapping[str, Sequence[str]] = {
    Channel.CALL: ["call_number", "call_days", "call_from", "call_to", "call_note", "answered"],
    Channel.VOICEMAIL: ["voicemail_number"],
    Channel.TEXT: ["text_number"],
    Channel.EMAIL: ["email"],
    Channel.POST: ["post_address"],
}
_HINTS = {
    Channel.CALL: _("We say only a first name. We never say why we are calling."),
    Channel.VOICEMAIL: _("A short message: “It’s Alex, please call back.”"),
    Channel.TEXT: _("Texts can show on a locked screen. We say nothing about why."),
    Channel.EMAIL: _("With a plain subject, and nothing about why."),
    Channel.POST: _("In a plain envelope, with no logo."),
    NONE: _("We will give you a number to remember us by. We will never try to reach you."),
}
_CHOICES = [
    (Channel.CALL, _("Phone call")),
    (Channel.VOICEMAIL, _("Voicemail")),
    (Channel.TEXT, _("Text message")),
    (Channel.EMAIL, _("Email")),
    (Channel.POST, _("Letter")),
    (NONE, _("None. I will contact you")),
]


class ContactForm(_Ways):
    safe = CheckboxesField(
        label=_("Which ways of contacting you are safe?"),
        help_text=_(
            "Tick only what is safe. One is enough. We will use nothing else, and you can change it on any day."
        ),
        choices=_CHOICES,
        hints=_HINTS,
        exclusive=NONE,
        missing=_("Choose at least one way, or “None”"),
    )
    reveals = {"safe": _UNDER}


class SpokenWays(_Ways):
    """The same ways, asked by a worker on the telephone."""

    safe = CheckboxesField(
        label=_("If we are cut off, how may I reach you?"),
        help_text=_("Tick what they call safe. One is enough."),
        choices=_CHOICES[:-1] + [(NONE, _("None. They will contact us"))],
        exclusive=NONE,
        small=True,
        missing=_("Tick one safe way, or “None. They will contact us”"),
    )
    reveals = {"safe": _UNDER}


class OneWayForm(_Ways):
    """One way is enough: by telephone, by text or by e-mail."""

    called = TextField(
        label=_("What is your first name, or what should we call you?"),
        missing=_("Enter a first name. It does not have to be your real one"),
        max_length=80,
        width="20",
    )
    way = RadioField(
        label=_("How is it safe to reach you?"),
        help_text=_("We will use this way and nothing else."),
        choices=[(value, label) for value, label in _CHOICES if value in {Channel.CALL, Channel.TEXT, Channel.EMAIL}],
        hints=_HINTS,
        missing=_("Choose one way that is safe"),
    )
    reveals = {"way": {channel: _UNDER[channel] for channel in (Channel.CALL, Channel.TEXT, Channel.EMAIL)}}


def ways_from(data: Mapping[str, Any]) -> tuple[Way, ...]:
    """The safe ways of a valid ContactForm or OneWayForm; none, if they will contact us."""
    chosen = data.get("safe") or [data.get("way")]
    values = {
        Channel.CALL: data["call_number"],
        Channel.VOICEMAIL: data["voicemail_number"],
        Channel.TEXT: data["text_number"],
        Channel.EMAIL: data["email"],
        Channel.POST: data["post_address"],
    }
    return tuple(
        _call(data) if channel == Channel.CALL else Way(channel, value)
        for channel, value in values.items()
        if channel in chosen
    )


def _call(data: Mapping[str, Any]) -> Way:
    return Way(
        Channel.CALL,
        data["call_number"],
        days=data["call_days"] or Days.ANY,
        from_time=data["call_from"],
        to_time=data["call_to"],
        if_answered=data["answered"] or IfAnswered.RING_OFF,
        note=data["call_note"],
    )
