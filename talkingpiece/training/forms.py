from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from talkingpiece.training.schema import Item
from talkingpiece.training.states import How, Part
from talkingpiece.ui.forms import Form, LongTextField, RadioField, SelectField


class AdaptForm(Form):
    part = SelectField(label=_("Which part?"), choices=Part.choices, missing=_("Choose a part"))
    how = RadioField(label=_("What should be different here?"), choices=How.choices, missing=_("Choose one"))
    words = LongTextField(
        label=_("In which words?"),
        help_text=_(
            "What you add, or why you leave the part out. Name nobody whom your work is about: examples are invented. "
            "A line that begins with - is an item of a list, **two stars** make bold."
        ),
        rows=8,
        max_length=8000,
        missing=_("Write what you add, or why you leave the part out"),
    )


class QuestionForm(Form):
    answer = RadioField(label="", choices=[], missing=_("Choose an answer"))

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = item.asks
        choices = [(str(place), option.words) for place, option in enumerate(item.options)]
        self.fields["answer"].choices = choices  # type: ignore[attr-defined]
