"""One call on one page, in the order in which people speak. A name and a safe way back are enough."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from talkingpiece.cases.states import OffenceCategory, VictimAs
from talkingpiece.core import clock
from talkingpiece.people.models import Person
from talkingpiece.people.states import Channel
from talkingpiece.referrals.forms.contact import SpokenWays
from talkingpiece.referrals.forms.questions import answers_from, as_typed
from talkingpiece.referrals.services import Answers, Source
from talkingpiece.referrals.states import CaseStage, Hope, SafeNow
from talkingpiece.ui.forms import (
    CheckboxesField,
    DateField,
    DateTimeField,
    LongTextField,
    RadioField,
    SelectField,
    TextField,
    TickField,
)

# By what of it somebody is looked for who may be known already.
LOOKED_BY = (
    "called", "full_name", "birth_date", "call_number", "voicemail_number", "text_number", "email", "post_address",
)  # fmt: skip


class CallForm(SpokenWays):
    called = TextField(
        label=_("What shall I call you?"),
        help_text=_("A first name is enough. If you did not hear one, write “the caller”."),
        missing=_("Write what to call them. If you did not hear a name, write “the caller”"),
        max_length=80,
        width="20",
    )
    safe_now = RadioField(
        label=_("Are you safe, and can you talk now?"), choices=SafeNow.choices, inline=True, small=True, required=False
    )
    conceal_from = TextField(
        label=_("Is there anybody who must not know?"),
        help_text=_("For example, a partner who looks at their phone."),
        max_length=2000,
        required=False,
    )
    what_happened = LongTextField(
        label=_("What happened?"), help_text=_("In their words, and as few as they like."), rows=5, required=False
    )
    hope_words = LongTextField(label=_("What do you hope for?"), help_text=_("In their words."), rows=3, required=False)
    hopes = CheckboxesField(label=_("What they hope for, in short"), choices=Hope.choices, small=True, required=False)
    language = TextField(label=_("Which language do you like to speak?"), max_length=40, width="20", required=False)
    interpreter = TickField(label=_("They would like an interpreter"), required=False)
    access_needs = TextField(
        label=_("Is there anything that makes talking to us easier?"), max_length=2000, required=False
    )
    support = LongTextField(
        label=_("Who else knows, and who helps you?"),
        help_text=_("Family, friends, a support worker, the police."),
        rows=2,
        required=False,
    )
    stage = SelectField(
        label=_("How far did it get with the police and the courts?"), choices=CaseStage.choices, required=False
    )
    category = SelectField(label=_("What kind of harm was it?"), choices=OffenceCategory.choices, required=False)
    victim_as = SelectField(label=_("How did it touch them?"), choices=VictimAs.choices, required=False)
    crime_reference = TextField(label=_("Crime reference, if they have it"), max_length=60, width="20", required=False)
    offender_name = TextField(
        label=_("Do you know the other person’s name?"), max_length=120, width="30", required=False
    )
    about_offender = TextField(
        label=_("Is there anything else about the other person?"),
        help_text=_("For example, how they knew each other. We do not contact them unless the caller says yes."),
        max_length=2000,
        required=False,
    )
    full_name = TextField(
        label=_("Their full name"), help_text=_("Only if they gave it."), max_length=120, width="30", required=False
    )
    birth_date = DateField(label=_("Their date of birth"), latest=clock.today, required=False)
    sent_by = TextField(label=_("Has anybody sent you to us?"), max_length=255, required=False)
    promised = TextField(
        label=_("What did you promise will happen next?"),
        help_text=_("For example: we ring on Thursday after six."),
        max_length=500,
        required=False,
    )
    ring_at = DateTimeField(
        label=_("When do we ring?"),
        help_text=_("Only if you agreed a day and a time. It stands on the list of the person on duty."),
        earliest=clock.today,
        required=False,
    )

    # Whom the worker chose beside the form: kept with the call, and until it is sent to be taken back.
    same_person = forms.CharField(label=_("Who of the people known they are"), widget=forms.HiddenInput, required=False)

    field_order = ["called", "safe_now", "safe"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("ring_at") and "safe" not in self.errors and Channel.CALL not in data.get("safe", ()):
            self.add_error("ring_at", _("Tick “Phone call” as a safe way, or leave the time to ring empty"))
        return data

    def answers(self) -> Answers:
        return answers_from(self.cleaned_data)

    def source(self, said_to_be: Person | None) -> Source:
        data = self.cleaned_data
        return Source(
            referrer_words=data["sent_by"],
            promised=data["promised"],
            ring_at=data["ring_at"],
            said_to_be=said_to_be,
        )


def posted_names() -> frozenset[str]:
    """The names under which a browser sends this form: a date has one for each of its parts."""
    names: set[str] = set()
    for name, field in CallForm.base_fields.items():
        parts = getattr(field.widget, "names", ())
        names.update([f"{name}_{part}" for part in parts] or [name])
    return frozenset(names)


def typed_in(posted: QueryDict) -> dict[str, list[str]]:
    """What is to be kept: the fields that a script says were changed, or else the whole page."""
    known = posted_names()
    names = set(posted.getlist("changed")) & known if "changed" in posted else known
    return {name: [value for value in posted.getlist(name) if value] for name in names}


def call_form(typed: Mapping[str, list[str]]) -> CallForm:
    """The page as it was left: what was typed is shown, and nothing is found wrong before somebody sends it."""
    kept = CallForm(data=as_typed(typed))
    touched = {_field_of(name) for name, values in typed.items() if values}
    form = CallForm(initial={bound.name: bound.value() for bound in kept if bound.name in touched})
    if not touched:
        # The telephone rang a second ago: the first word is typed without looking for a field.
        form.fields["called"].widget.attrs["autofocus"] = True
    return form


def aside_words(aside: Iterable[tuple[str, list[str]]]) -> list[tuple[str, str]]:
    """(label, words) of what another window had written where now something else stands."""
    found = []
    for posted_name, values in aside:
        if posted_name == "same_person":
            continue  # an id says nothing; whoever is meant is chosen anew
        field = CallForm.base_fields[_field_of(posted_name)]
        labels = {str(value): str(label) for value, label in getattr(field, "choices", ())}
        found.append((str(field.label), ", ".join(labels.get(value, value) for value in values)))
    return found


def _field_of(posted_name: str) -> str:
    """The field to which a posted name belongs; a date is posted in parts."""
    return posted_name if posted_name in CallForm.base_fields else posted_name.rsplit("_", 1)[0]
