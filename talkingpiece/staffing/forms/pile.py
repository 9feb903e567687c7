from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from talkingpiece.accounts.models import User
from talkingpiece.cases.models import Case
from talkingpiece.staffing.presenters.pile import PileCase
from talkingpiece.ui.forms import Form, LongTextField, SelectField


class PileForm(Form):
    """Each case by itself, or the whole pile to one person as far as they can take it."""

    everything = SelectField(
        label=_("All to one person"),
        help_text=_("As far as each case can be offered to them. What you choose beside a case comes first."),
        choices=[],
        required=False,
    )
    words = LongTextField(
        label=_("A few words to them"),
        help_text=_("What they should know before they answer. No names."),
        rows=3,
        missing=_("Write a few words to them"),
    )

    def __init__(self, *args: Any, pile: Sequence[PileCase], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pile = pile
        able = {user.pk: user for one in pile for user in one.ready}
        self.users: dict[str, User] = {str(pk): user for pk, user in able.items()}
        everybody = sorted(((pk, user.name) for pk, user in self.users.items()), key=lambda one: one[1])
        self.fields["everything"].choices = [("", _("Choose case by case")), *everybody]  # type: ignore[attr-defined]
        for one in pile:
            choices = [("", _("Keep it, or as chosen above")), *((str(user.pk), user.name) for user in one.ready)]
            self.fields[one.field] = SelectField(label=one.label, choices=choices, required=False)
        self.order_fields(["everything", *(one.field for one in pile), "words"])

    def clean(self) -> None:
        if not self.errors and not self.chosen():
            self.add_error("everything", _("Choose to whom you offer them, or go back and keep them"))

    def chosen(self) -> list[tuple[Case, User]]:
        found: list[tuple[Case, User]] = []
        for one in self.pile:
            wanted = self.cleaned_data.get(one.field) or self.cleaned_data.get("everything") or ""
            user = self.users.get(wanted)
            if user is not None and user.pk in one.ready_ids:
                found.append((one.case, user))
        return found

    def left_out(self) -> list[UUID]:
        taken = {case.pk for case, _user in self.chosen()}
        return [one.case.pk for one in self.pile if one.case.pk not in taken]
