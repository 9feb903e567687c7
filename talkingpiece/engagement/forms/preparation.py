from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from talkingpiece.core import clock
from talkingpiece.engagement.profile import Item
from talkingpiece.ui.dates import short_date
from talkingpiece.ui.forms import CheckboxesField, DateTimeField, Form, LongTextField, TextField, YesNoField


class PreparationForm(Form):
    """`items`: their list; `covered`: what was gone through before, and when."""

    covered = CheckboxesField(
        label=_("What did you go through today?"),
        help_text=_("Tick what you went through, also if it was once more"),
        choices=[],
        small=True,
        required=False,
    )
    ready = YesNoField(
        label=_("Do they feel ready?"),
        help_text=_("Their own judgement, not yours"),
        yes=_("Yes, they say so"),
        no=_("Not yet"),
        missing=_("Say what they say of themselves"),
    )
    supporter = TextField(label=_("Who comes with them?"), help_text=_("Leave it empty if nobody does"), required=False)
    note = LongTextField(label=_("Note"), rows=3, required=False)
    happened_at = DateTimeField(label=_("When?"), latest=clock.now, initial=clock.now)

    def __init__(self, *args: Any, items: Iterable[Item], covered: Mapping[str, datetime], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["covered"]
        assert isinstance(field, CheckboxesField)
        listed = list(items)
        field.choices = [(item.key, _(item.words)) for item in listed]
        field.hints = {item.key: _hint(item, covered.get(item.key)) for item in listed}

    def columns(self) -> dict[str, Any]:
        """As `record_preparation` takes them."""
        cleaned = dict(self.cleaned_data)
        return {"at": cleaned.pop("happened_at"), **cleaned}


def _hint(item: Item, covered: datetime | None) -> str:
    if covered is not None:
        return _now("Gone through on %(day)s") % {"day": short_date(covered)}
    return "" if item.required else _now("If it helps")
