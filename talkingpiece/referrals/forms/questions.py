"""One form to a page of the self-referral. Each validates, none saves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from talkingpiece.cases.states import OffenceCategory, VictimAs
from talkingpiece.referrals.forms.contact import ContactForm, OneWayForm, ways_from
from talkingpiece.referrals.services import Answers
from talkingpiece.referrals.states import SAID_WITH_IT, CaseStage, Hope, LeftMessage, SafeNow
from talkingpiece.ui.forms import CheckboxesField, Form, LongTextField, RadioField, TextField, TickField

SAFE_NOW = RadioField(
    label=_("Are you safe now?"),
    help_text=_("You can say no, or that you are not sure. We then tell you at once what you can do."),
    choices=SafeNow.choices,
    required=False,
)


class NameForm(Form):
    called = TextField(
        label=_("What should we call you?"),
        help_text=_("A first name is enough. It does not have to be your real one."),
        missing=_("Enter a name that we can call you by"),
        max_length=80,
        width="20",
    )


class SafeNowForm(Form):
    safe_now = SAFE_NOW


class KeepFromForm(Form):
    conceal_from = LongTextField(
        label=_("Is there anybody who must not know?"),
        help_text=_("For example, a partner who looks at your phone. We are more careful then. You need no reason."),
        rows=3,
        required=False,
    )


class WhatHappenedForm(Form):
    what_happened = LongTextField(
        label=_("What happened?"),
        help_text=_("In as few words as you like. One sentence is enough. You can also tell us later, or never."),
        rows=6,
        required=False,
    )


class OtherPersonForm(Form):
    about_offender = LongTextField(
        label=_("What do you know about the other person?"),
        help_text=_("A name, or that you do not know them. We do not contact them unless you say yes."),
        rows=4,
        required=False,
    )


class HowFarForm(Form):
    stage = RadioField(
        label=_("How far did it get with the police and the courts?"),
        help_text=_("As far as you know."),
        choices=CaseStage.choices,
        required=False,
    )


class HopesForm(Form):
    hopes = CheckboxesField(
        label=_("What do you hope for?"),
        help_text=_("Tick what fits. You can change your mind on any day."),
        choices=Hope.choices,
        required=False,
    )
    hope_words = LongTextField(label=_("In your own words, if you like"), rows=3, required=False)


class HelpForm(Form):
    language = TextField(
        label=_("Which language do you like to speak?"),
        help_text=_("For example, English, Polish, or British Sign Language."),
        max_length=40,
        width="20",
        required=False,
    )
    interpreter = TickField(label=_("I would like an interpreter"), required=False)
    access_needs = LongTextField(
        label=_("Is there anything that makes talking to us easier?"),
        help_text=_("For example, large print, no stairs, short calls, or somebody beside you."),
        rows=3,
        required=False,
    )


class CallMeForm(OneWayForm):
    safe_now = SAFE_NOW
    field_order = ["called", "way", "safe_now"]


class CallMeAndAllForm(CallMeForm):
    """For somebody who had begun to answer: what they wrote is sent only if they say so."""

    send_all = TickField(label=_("Also send what I have written so far"), required=False)
    field_order = ["called", "way", "safe_now", "send_all"]


class DangerForm(OneWayForm):
    """A name and a safe way, now."""

    field_order = ["called", "way"]


class DangerAndAllForm(DangerForm):
    send_all = TickField(label=_("Also send what I have written so far"), required=False)
    field_order = ["called", "way", "send_all"]


class CodeForm(Form):
    code = TextField(
        label=_("Your number"),
        help_text=_("Sixteen figures, with or without spaces."),
        missing=_("Enter the number that we gave you"),
        max_length=60,
        width="20",
    )
    kind = RadioField(
        label=_("What would you like to tell us?"),
        choices=SAID_WITH_IT,
        missing=_("Choose what you would like to tell us"),
        hints={
            LeftMessage.CALL: _("We use only the ways that you called safe."),
            LeftMessage.PAUSE: _("You need no reason, and no date. Nothing is lost."),
            LeftMessage.STOP: _("You need no reason. We stop, and you can come back."),
            LeftMessage.CHANGE: _(
                "Write below how, and when it is safe. We ask you first, in the way that was safe until now. "
                "Until then we write to you about nothing."
            ),
            LeftMessage.NOT_SAFE: _(
                "If you are in danger, call 999. On a mobile, press 55 if you cannot speak. From now on this number "
                "changes nothing, until we have spoken with you."
            ),
        },
    )
    words = LongTextField(label=_("A few words, if you like"), rows=3, max_length=2000, required=False)


FORMS: Mapping[str, type[Form]] = {
    "name": NameForm,
    "contact": ContactForm,
    "safe-now": SafeNowForm,
    "keep-from": KeepFromForm,
    "what-happened": WhatHappenedForm,
    "other-person": OtherPersonForm,
    "how-far": HowFarForm,
    "hopes": HopesForm,
    "help": HelpForm,
}


def as_typed(typed: Mapping[str, list[str]]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return data


def form_of(slug: str, pages: Mapping[str, Mapping[str, list[str]]]) -> Form:
    """The page's form as it was last typed; unbound if it was skipped."""
    return FORMS[slug](data=as_typed(pages[slug])) if slug in pages else FORMS[slug]()


def cleaned(pages: Mapping[str, Mapping[str, list[str]]]) -> dict[str, Any]:
    """All valid values of all pages; of a page with a slip in it, those that are right."""
    values: dict[str, Any] = {}
    for slug in FORMS:
        form = form_of(slug, pages)
        form.is_valid()
        values |= getattr(form, "cleaned_data", {})
    return values


def answers_from(data: Mapping[str, Any]) -> Answers:
    """From the values of valid pages; what was skipped has its default."""
    return Answers(
        called=data["called"],
        ways=ways_from(data) if "safe" in data or "way" in data else (),
        conceal_from=data.get("conceal_from", ""),
        what_happened=data.get("what_happened", ""),
        about_offender=data.get("about_offender", ""),
        stage=data.get("stage") or CaseStage.NOT_KNOWN,
        hopes=tuple(data.get("hopes", ())),
        hope_words=data.get("hope_words", ""),
        language=data.get("language") or "English",
        interpreter=bool(data.get("interpreter")),
        access_needs=data.get("access_needs", ""),
        safe_now=data.get("safe_now", ""),
        full_name=data.get("full_name", ""),
        birth_date=born.isoformat() if (born := data.get("birth_date")) else "",
        victim_as=data.get("victim_as") or VictimAs.DIRECT,
        category=data.get("category") or OffenceCategory.UNKNOWN,
        crime_reference=data.get("crime_reference", ""),
        offender_name=data.get("offender_name", ""),
        support=data.get("support", ""),
    )


def short_form(*, danger: bool, more: bool) -> type[OneWayForm]:
    """`more`: something else was written already, and may be sent as well."""
    if danger:
        return DangerAndAllForm if more else DangerForm
    return CallMeAndAllForm if more else CallMeForm


def known_for_short(data: Mapping[str, Any]) -> dict[str, Any]:
    """The name and the first of the ways that the questions have answered already."""
    possible = [value for value, _label in OneWayForm.base_fields["way"].choices]  # type: ignore[attr-defined]
    chosen = [value for value in data.get("safe", ()) if value in possible]
    names = ["called", "call_number", "call_days", "call_from", "call_to", "call_note", "answered", "text_number"]
    known = {name: data[name] for name in [*names, "email", "safe_now"] if data.get(name)}
    return known | ({"way": chosen[0]} if chosen else {})


def said_before(pages: Mapping[str, Mapping[str, list[str]]]) -> str:
    """Whether they are safe, as they said on that page; on the page for danger without it: not sure."""
    form = form_of("safe-now", pages)
    form.is_valid()
    said = getattr(form, "cleaned_data", {}).get("safe_now", "")
    return said if said in {SafeNow.NO, SafeNow.NOT_SURE} else SafeNow.NOT_SURE


def short_answers(data: Mapping[str, Any], everything: Mapping[str, Any], safe_now: str) -> Answers:
    """The name and way of the short form; with `everything`, all other answers and safe ways as well."""
    short = ways_from({**data, "safe": None})
    same = {way.channel for way in short}
    others = tuple(way for way in (ways_from(everything) if "safe" in everything else ()) if way.channel not in same)
    rest = {name: value for name, value in everything.items() if name not in {"safe", "way"}}
    return replace(answers_from({**rest, "called": data["called"], "safe_now": safe_now}), ways=(*short, *others))
