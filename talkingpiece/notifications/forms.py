from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talkingpiece.core import clock
from talkingpiece.documents.render import PRINTS, Print
from talkingpiece.notifications.profile import LetterDef
from talkingpiece.ui.forms import DateTimeField, Form, LongTextField, RadioField, TextField

POST, HAND = "post", "hand"


class WriteForm(Form):
    """What the template asks of its writer, and how the letter goes."""

    way = RadioField(
        label=gettext_lazy("How does it reach them?"),
        choices=[(POST, gettext_lazy("By post")), (HAND, gettext_lazy("Handed over in person"))],
        hints={POST: gettext_lazy("Only to an address that they called safe")},
        missing=gettext_lazy("Choose how it reaches them"),
    )
    print_style = RadioField(label=gettext_lazy("In which print?"), choices=PRINTS, initial=Print.NORMAL.value)

    def __init__(self, *args: Any, template: LetterDef, initial: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial={"print_style": Print.NORMAL.value, **(initial or {})}, **kwargs)
        self.keys = [field.key for field in template.fields]
        for field in template.fields:
            self.fields[f"text_{field.key}"] = LongTextField(
                label=_(field.label),
                help_text=_(field.hint) if field.hint else "",
                rows=2 if field.shown else 5,
                max_length=3000,
                required=field.required,
                missing=_("Fill in: %(what)s") % {"what": _(field.label)},
            )
        self.order_fields([*(f"text_{key}" for key in self.keys), "way", "print_style"])

    def columns(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            "fields": {key: typed[f"text_{key}"] for key in self.keys},
            "by_hand": typed["way"] == HAND,
            "print_style": typed["print_style"],
        }


class AnswerForm(Form):
    why = TextField(
        label=gettext_lazy("Why is it no name here?"),
        max_length=200,
        missing=gettext_lazy("Say why it is no name here"),
    )


class GoneForm(Form):
    at = DateTimeField(label=gettext_lazy("When did it go?"), latest=clock.now, initial=clock.now)


class DespiteForm(GoneForm):
    despite = LongTextField(
        label=gettext_lazy("How did it come to go?"),
        rows=2,
        missing=gettext_lazy("Say how it came to go"),
    )


class StopForm(Form):
    words = LongTextField(
        label=gettext_lazy("Why does it not go?"), rows=2, missing=gettext_lazy("Say why it does not go")
    )
