from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from talkingpiece.core.blockers import Text
from talkingpiece.staffing.presenters import Choice
from talkingpiece.ui.forms import Form, LongTextField, RadioField, SelectField


class OfferForm(Form):
    to = RadioField(label=_("To whom do you offer it?"), choices=[], missing=_("Choose somebody"))
    words = LongTextField(
        label=_("A few words to them"),
        help_text=_("Why you thought of them, and what they should know before they answer. No names."),
        rows=3,
        missing=_("Write a few words to them"),
    )

    def __init__(self, *args: Any, people: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, RadioField)
        field.choices = [(str(one.user.pk), one.user.name) for one in people]
        field.hints = {str(one.user.pk): one.hint for one in people}


class AnswerForm(Form):
    answer = RadioField(
        label=_("Do you take it?"),
        choices=[("yes", _("Yes, I take this case")), ("no", _("Not this one"))],
        missing=_("Say whether you take it"),
    )
    welcome = LongTextField(label=_("Anything to say to whoever offers it"), rows=3, required=False)
    why = LongTextField(
        label=_("What should they know, to find somebody else?"),
        help_text=_("Too much now, you may know somebody in it, or another reason. A few words are enough."),
        rows=3,
    )
    reveals = {"answer": {"yes": ["welcome"], "no": ["why"]}}
    required_if_revealed = {"why": _("Write a few words, so that they can find somebody else")}

    @property
    def accepted(self) -> bool:
        return bool(self.cleaned_data["answer"] == "yes")

    @property
    def words(self) -> str:
        return str(self.cleaned_data["welcome" if self.accepted else "why"])


class ConflictForm(Form):
    user = SelectField(label=_("Who has it?"), choices=[], missing=_("Choose who has the conflict of interest"))
    person = RadioField(label=_("With whom?"), choices=[], missing=_("Choose the person"))
    words = LongTextField(
        label=_("What is it?"),
        help_text=_("They know each other, worked with them before, or there is another reason. One sentence."),
        rows=3,
        missing=_("Write what it is, in one sentence"),
    )

    def __init__(
        self, *args: Any, workers: Sequence[tuple[str, str]], people: Sequence[tuple[str, Text]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [("", _("Choose one")), *workers]  # type: ignore[attr-defined]
        self.fields["person"].choices = people  # type: ignore[attr-defined]
