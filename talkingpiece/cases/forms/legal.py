from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from talkingpiece.cases.states import ContactScope, LegalResult, OrderType
from talkingpiece.core import clock
from talkingpiece.ui.forms import (
    CheckboxesField,
    DateField,
    DateTimeField,
    Form,
    LongTextField,
    RadioField,
    SelectField,
    TextField,
)

SCOPE_HINTS = {
    ContactScope.APPROACH: _("Also when a facilitator speaks, and the victim never does."),
    ContactScope.INDIRECT: _("Letters, messages and recordings count as contact."),
}


class LegalCheckForm(Form):
    source = TextField(
        label=_("Whom did you ask?"),
        help_text=_("A name and where they work, such as Helen Croft, victim liaison"),
        max_length=160,
        missing=_("Say whom you asked"),
    )
    result = RadioField(
        label=_("What did they say?"),
        choices=LegalResult.choices,
        hints={
            LegalResult.CLEAR: _("No order, licence condition or prison rule forbids any contact."),
            LegalResult.RESTRICTED: _("Write each order or condition down on this page as well."),
            LegalResult.UNKNOWN: _("Counts as no, until somebody can say."),
        },
        missing=_("Choose what they said"),
    )
    at = DateTimeField(label=_("When?"), latest=clock.now, initial=clock.now)


class RestrictionForm(Form):
    kind = SelectField(label=_("What is it?"), choices=OrderType.choices)
    forbids = CheckboxesField(
        label=_("What does it forbid?"),
        help_text=_("If you are not sure, tick it"),
        choices=ContactScope.choices,
        hints=SCOPE_HINTS,
        missing=_("Tick what it forbids. If you are not sure, tick everything"),
    )
    issuer = TextField(
        label=_("Who made it?"), help_text=_("The court, the prison or the supervising officer"), max_length=160
    )
    words = LongTextField(label=_("In its own words, if you have them"), rows=3, required=False)
    starts_on = DateField(label=_("From"))
    last_day = DateField(label=_("Last day"), help_text=_("Leave it empty if it has no end"), required=False)
    at = DateTimeField(label=_("When did we learn of it?"), latest=clock.now, initial=clock.now)

    def clean(self) -> dict[str, Any]:
        return in_order(self)

    def columns(self) -> dict[str, Any]:
        names = ("kind", "forbids", "issuer", "words", "starts_on")
        ends_on = day_after(self.cleaned_data["last_day"])
        return {**{name: self.cleaned_data[name] for name in names}, "ends_on": ends_on}


class LiftForm(Form):
    why = LongTextField(
        label=_("Who ended it, and which writing did you see?"),
        help_text=_("Only whoever made an order can end it. The victim’s wish does not"),
        rows=3,
        missing=_("Say who ended it and which writing you saw"),
    )
    lifted_on = DateField(label=_("It ended on"), latest=clock.today)


def in_order(form: Form) -> dict[str, Any]:
    cleaned: dict[str, Any] = form.cleaned_data
    start, last = cleaned.get("starts_on"), cleaned.get("last_day")
    if start and last and last < start:
        form.add_error("last_day", _("The last day is before the first. Check both dates"))
    return cleaned


def day_after(last: date | None) -> date | None:
    """People say the last day; rows keep the first day on which it no longer holds."""
    return last + timedelta(days=1) if last else None
