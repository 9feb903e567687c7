from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from talkingpiece.core import clock
from talkingpiece.people.models import Person
from talkingpiece.people.services import Way
from talkingpiece.people.states import Channel, Days, IfAnswered
from talkingpiece.ui.forms import (
    DateField,
    EmailField,
    Form,
    LongTextField,
    PhoneField,
    RadioField,
    TextField,
    TickField,
    TimeField,
)

PERSON_FIELDS = (
    "called",
    "full_name",
    "birth_date",
    "pronouns",
    "preferred_term",
    "language",
    "interpreter",
    "access_needs",
    "conceal_from",
)


class PersonForm(Form):
    called = TextField(
        label=_("What to call them"), width="20", max_length=120, missing=_("Enter what they want to be called")
    )
    full_name = TextField(label=_("Full name, if you know it"), max_length=200, required=False)
    birth_date = DateField(label=_("Date of birth, if you know it"), latest=clock.today, required=False)
    pronouns = TextField(label=_("Pronouns"), width="20", max_length=60, required=False)
    preferred_term = TextField(
        label=_("The word they prefer for themselves"),
        help_text=_("For example survivor, or person harmed. Leave it empty if they have none"),
        width="20",
        max_length=80,
        required=False,
    )
    language = TextField(
        label=_("Language"), width="20", max_length=40, missing=_("Enter the language they want to speak")
    )
    interpreter = TickField(label=_("They need an interpreter"), required=False)
    access_needs = LongTextField(
        label=_("What they need so that they can take part"),
        help_text=_("Such as large print, a ground-floor room, breaks, or somebody with them"),
        rows=3,
        required=False,
    )
    conceal_from = LongTextField(
        label=_("Who must not learn that they speak with us"),
        help_text=_("In their words. Everybody who is about to contact them reads this"),
        rows=3,
        required=False,
    )

    def changes(self) -> dict[str, Any]:
        """The columns of a person, as `people.services.describe_person` takes them."""
        cleaned = {name: self.cleaned_data[name] for name in PERSON_FIELDS if name in self.cleaned_data}
        day = cleaned.get("birth_date")
        return {**cleaned, "birth_date": day.isoformat() if day else ""}


def initial_of(person: Person) -> dict[str, Any]:
    """The fields of PersonForm, as they are now. A date of birth is three boxes, filled from its ISO form."""
    initial: dict[str, Any] = {name: getattr(person, name) for name in PERSON_FIELDS}
    initial["birth_date"] = list(reversed(person.birth_date.split("-"))) if person.birth_date else None
    return initial


class WayForm(Form):
    channel = RadioField(
        label=_("Which way did they call safe?"),
        choices=Channel.choices,
        hints={
            Channel.CALL: _("We say only a first name."),
            Channel.VOICEMAIL: _("Only if they said that a message may be left."),
            Channel.POST: _("In a plain envelope, with nothing of us on it."),
        },
        missing=_("Choose one way"),
    )
    call_number = PhoneField(label=_("Which number may we call?"))
    if_answered = RadioField(
        label=_("If somebody else answers"), choices=IfAnswered.choices, initial=IfAnswered.RING_OFF, small=True
    )
    voicemail_number = PhoneField(label=_("On which number may we leave a message?"))
    text_number = PhoneField(label=_("Which number may we text?"))
    email = EmailField(label=_("Which address may we write to?"))
    address = LongTextField(label=_("Where may a letter go?"), rows=3)
    days = RadioField(label=_("On which days?"), choices=Days.choices, initial=Days.ANY, inline=True)
    from_time = TimeField(label=_("Not before"), help_text=_("Leave both empty if any time is safe"), required=False)
    to_time = TimeField(label=_("Not after"), required=False)
    note = TextField(
        label=_("What else to know"),
        help_text=_("For example: ring twice, she answers as Ms K."),
        max_length=300,
        required=False,
    )

    reveals: ClassVar = {
        "channel": {
            Channel.CALL: ["call_number", "if_answered"],
            Channel.VOICEMAIL: ["voicemail_number"],
            Channel.TEXT: ["text_number"],
            Channel.EMAIL: ["email"],
            Channel.POST: ["address"],
        }
    }
    required_if_revealed: ClassVar = {
        "call_number": _("Enter the number that we may call"),
        "voicemail_number": _("Enter the number on which we may leave a message"),
        "text_number": _("Enter the number that we may text"),
        "email": _("Enter the email address"),
        "address": _("Enter the address"),
        "if_answered": _("Say what to do if somebody else answers"),
    }
    VALUES: ClassVar = {
        Channel.CALL: "call_number",
        Channel.VOICEMAIL: "voicemail_number",
        Channel.TEXT: "text_number",
        Channel.EMAIL: "email",
        Channel.POST: "address",
    }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = cleaned.get("from_time"), cleaned.get("to_time")
        if (start is None) != (end is None) and not {"from_time", "to_time"} & set(self.errors):
            self.add_error("to_time" if start else "from_time", _("Enter both times, or leave both empty"))
        elif start and end and start >= end:
            self.add_error("to_time", _("The second time must be later than the first"))
        return cleaned

    def way(self) -> Way:
        cleaned = self.cleaned_data
        channel = cleaned["channel"]
        return Way(
            channel=channel,
            value=cleaned[self.VALUES[Channel(channel)]],
            days=cleaned["days"],
            from_time=cleaned["from_time"],
            to_time=cleaned["to_time"],
            if_answered=cleaned["if_answered"] or IfAnswered.RING_OFF,
            note=cleaned["note"],
        )


class EndWayForm(Form):
    WHY: ClassVar = {
        "not_safe": _("It is not safe any more"),
        "not_theirs": _("It is not theirs any more"),
        "asked": _("They asked us not to use it"),
        "came_back": _("It does not work"),
    }
    why = RadioField(
        label=_("Why is it not to be used?"), choices=lambda: list(EndWayForm.WHY.items()), missing=_("Choose a reason")
    )

    def reason(self) -> str:
        return str(self.WHY[self.cleaned_data["why"]])
