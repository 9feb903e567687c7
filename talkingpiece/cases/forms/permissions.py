from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from talkingpiece.cases.forms.legal import SCOPE_HINTS, day_after, in_order
from talkingpiece.cases.models import Paper, Permission, Restriction
from talkingpiece.cases.states import ContactScope, OrderType, PermissionKind, PermissionState
from talkingpiece.core import clock
from talkingpiece.ui.dates import short_date
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

_OF_LICENCE = frozenset({OrderType.LICENCE_NO_CONTACT, OrderType.EXCLUSION_ZONE})


class PermissionForm(Form):
    """What is asked of whom. `orders`: those of the responsible person that are not over."""

    wanted = RadioField(label=_("What is asked for?"), choices=[], missing=_("Choose what is asked for"))
    of_whom = TextField(
        label=_("Of whom?"),
        help_text=_("Whoever can grant it: the court, the supervising officer, the governor of the prison"),
        max_length=160,
        missing=_("Say who was asked"),
    )
    words = LongTextField(
        label=_("For what?"),
        help_text=_("As you asked it. Nobody outside reads this"),
        rows=2,
        required=False,
    )
    at = DateTimeField(label=_("When was it asked?"), latest=clock.now, initial=clock.now)

    def __init__(self, *args: Any, orders: Sequence[Restriction], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.orders = {str(row.pk): row for row in orders}
        field = self.fields["wanted"]
        assert isinstance(field, RadioField)
        field.choices = [*self._to_orders(), (PermissionKind.VISIT.value, _("That people meet them in their prison"))]

    def _to_orders(self) -> list[tuple[str, str]]:
        found = []
        for key, row in self.orders.items():
            kind = PermissionKind.VARIATION if row.kind in _OF_LICENCE else PermissionKind.EXCEPTION
            label = f"{kind.label}: {row.get_kind_display()}, {short_date(row.starts_on)}"
            found.append((f"{kind.value} {key}", label))
        return found

    def columns(self) -> dict[str, Any]:
        """As `request_permission` takes them."""
        kind, _space, order = self.cleaned_data["wanted"].partition(" ")
        names = ("of_whom", "words", "at")
        return {"kind": kind, "restriction": self.orders.get(order), **{n: self.cleaned_data[n] for n in names}}


class SeenForm(Form):
    """In which writing it was seen: a paper of the case, or words that say which."""

    paper = SelectField(label=_("Which paper of the case shows it?"), choices=[], required=False)
    evidence = LongTextField(
        label=_("Or: which writing did you see?"),
        help_text=_("Who approved it, in what letter or message, of which date. A spoken yes is not enough"),
        rows=3,
        required=False,
    )
    needed = True

    def __init__(self, *args: Any, permission: Permission, papers: Sequence[Paper], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permission, self.papers = permission, {str(row.pk): row for row in papers}
        field = self.fields["paper"]
        assert isinstance(field, SelectField)
        field.choices = [("", _("None of them")), *((key, _paper(row)) for key, row in self.papers.items())]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        if self.needed and not self.errors and not cleaned.get("paper") and not cleaned.get("evidence"):
            self.add_error("evidence", _("Choose the paper, or say which writing you saw"))
        return cleaned

    def seen(self) -> dict[str, Any]:
        return {"paper": self.papers.get(self.cleaned_data["paper"]), "evidence": self.cleaned_data["evidence"]}


class GrantedForm(SeenForm):
    """What the writing allows, of what the order forbids. What was seen before need not be named again."""

    allows = CheckboxesField(label=_("What does it allow?"), choices=[], missing=_("Tick what it allows"))
    starts_on = DateField(label=_("Allowed from"))
    last_day = DateField(
        label=_("Last day on which it is allowed"), help_text=_("Leave it empty if it has no end"), required=False
    )

    def __init__(self, *args: Any, permission: Permission, papers: Sequence[Paper], **kwargs: Any) -> None:
        super().__init__(*args, permission=permission, papers=papers, **kwargs)
        self.needed = permission.state == PermissionState.REQUESTED
        if not self.needed:
            del self.fields["paper"], self.fields["evidence"]
        field = self.fields["allows"]
        assert isinstance(field, CheckboxesField)
        scopes = permission.restriction.forbids if permission.restriction else [ContactScope.DIRECT.value]
        field.choices = [(scope, ContactScope(scope).label) for scope in scopes]
        field.hints = {str(scope): hint for scope, hint in SCOPE_HINTS.items()}

    def clean(self) -> dict[str, Any]:
        super().clean()
        return in_order(self)

    def seen(self) -> dict[str, Any]:
        return super().seen() if self.needed else {}

    def columns(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        until = day_after(cleaned["last_day"])
        return {"allows": cleaned["allows"], "starts_on": cleaned["starts_on"], "until": until}


class ConfirmedForm(SeenForm):
    """It was read again after something changed. A new writing takes the place of the one before."""

    needed = False


class RefusedForm(Form):
    why = LongTextField(label=_("What did they say?"), rows=3, missing=_("Write down what they said"))


class EndedForm(Form):
    ended_on = DateField(label=_("It opens nothing from this day on"), initial=clock.today)
    why = LongTextField(label=_("Why?"), rows=3, missing=_("Say why it ended"))


def _paper(row: Paper) -> str:
    return f"{row.get_kind_display()}: {row.words or row.name}, {short_date(row.happened_at)}"
