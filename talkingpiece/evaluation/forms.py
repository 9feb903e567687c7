from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from talkingpiece.core import clock
from talkingpiece.engagement.models import Need
from talkingpiece.engagement.states import Means
from talkingpiece.evaluation.models import Met
from talkingpiece.ui.forms import BoundField, DateTimeField, Form, LongTextField, RadioField, TextField

# Asked by voice: what somebody writes alone comes with the victim's own page.
MEANS = [(means.value, means.label) for means in (Means.CALL, Means.IN_PERSON, Means.VIDEO)]


class AskForm(Form):
    means = RadioField(label=_("How did you talk?"), choices=MEANS, inline=True)
    happened_at = DateTimeField(label=_("When?"), latest=clock.now)
    answered = RadioField(
        label=_("Did they want to answer?"),
        choices=[("yes", _("Yes, some or all of it")), ("no", _("They would rather not answer"))],
        hints={"no": _("That is an answer too. Leave the rest empty.")},
        missing=_("Say whether they wanted to answer"),
    )
    felt_safe = RadioField(
        label=_("Did you feel safe, with us and at the meeting?"), choices=Met.choices, required=False, inline=True
    )
    would_again = RadioField(label=_("Would you do it again?"), choices=Met.choices, required=False, inline=True)
    words = LongTextField(
        label=_("Anything else they want us to know"),
        help_text=_("In their words."),
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, needs: Sequence[Need], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs = needs
        for need in needs:
            self.fields[f"met_{need.pk}"] = RadioField(
                label=_("Was this need met?"), choices=Met.choices, required=False, inline=True
            )
            self.fields[f"words_{need.pk}"] = TextField(label=_("In their words"), required=False, max_length=2000)

    def need_fields(self) -> list[tuple[Need, BoundField, BoundField]]:
        return [(need, self[f"met_{need.pk}"], self[f"words_{need.pk}"]) for need in self.needs]  # type: ignore[misc]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("answered") == "yes" and not any(self._said(data)) and not self.errors:
            self.add_error("answered", _("Write down at least one answer, or say that they would rather not answer"))
        for need in self.needs:
            if data.get(f"words_{need.pk}") and not data.get(f"met_{need.pk}"):
                self.add_error(f"met_{need.pk}", _("Choose what fits these words best"))
        return data

    def _said(self, data: dict[str, Any]) -> list[Any]:
        return [data.get(name) for name in self.fields if name not in {"means", "happened_at", "answered"}]
