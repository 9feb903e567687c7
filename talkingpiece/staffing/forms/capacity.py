from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talkingpiece.staffing.capacity.figures import BY_KEY, Figure, Unit
from talkingpiece.staffing.capacity.profile import MOST, Own, Wrong
from talkingpiece.ui.forms import Form, LongTextField

_WHY = {
    "rises": _("Enter the three numbers from the smallest to the largest"),
    "falls": _("Enter the largest number first: the more there is of this, the less staff is needed"),
    "share": _("Enter no more than 100"),
    "nothing": _("Enter more than 0"),
    "more_than_spoken": _(
        "More people would reach an exchange than a worker speaks with. Look at the other shares of referrals first"
    ),
}


class AmountField(forms.DecimalField):
    widget = forms.TextInput
    default_error_messages = {
        "required": _("Enter a number"),
        "invalid": _("Enter a number, like 12 or 12.5"),
        "min_value": _("Enter 0 or more"),
        "max_value": _("Enter a smaller number"),
        "max_decimal_places": _("Enter no more than two figures after the point"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=Decimal(int(MOST)), decimal_places=2, **kwargs)
        self.widget.attrs.update({"class": "govuk-input--width-5", "inputmode": "decimal", "autocomplete": "off"})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class FigureForm(Form):
    """Shares are typed as per cent."""

    low = AmountField(label=_("Where least staff is needed"))
    base = AmountField(label=_("What you expect"))
    high = AmountField(label=_("Where most staff is needed"))
    source = LongTextField(
        label=_("Where do you have it from?"),
        help_text=_("For example: our own cases of the last two years. Nobody’s name."),
        rows=3,
        max_length=400,
        missing=_("Enter where you have these numbers from"),
    )

    def __init__(self, *args: Any, figure: Figure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.figure = figure

    @property
    def own(self) -> Own:
        scale = 100 if self.figure.unit is Unit.SHARE else 1
        typed = {name: float(self.cleaned_data[name]) / scale for name in ("low", "base", "high")}
        return Own(**typed, source=self.cleaned_data["source"])

    def refuse(self, wrong: Wrong) -> None:
        named = BY_KEY[wrong.key].name
        words = _WHY[wrong.why]
        self.add_error("base", words if wrong.key == self.figure.key else f"{named}: {words}")


def initial(figure: Figure, source: str) -> dict[str, str]:
    scale = 100 if figure.unit is Unit.SHARE else 1
    shown = {name: f"{getattr(figure, name) * scale:.2f}".rstrip("0").rstrip(".") for name in ("low", "base", "high")}
    return {**shown, "source": source}
