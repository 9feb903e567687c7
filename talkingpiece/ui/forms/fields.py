from collections.abc import Callable, Iterable, Mapping
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

Words = Any  # a str, or a lazy translation of one
Choices = Iterable[tuple[Any, Any]] | Callable[[], Iterable[tuple[Any, Any]]]

YES, NO, CHOOSE = _("Yes"), _("No"), _("Choose one")
UNKNOWN_CHOICE = {"invalid_choice": _("Choose one of the answers on this page")}


class _Missing(forms.Field):
    """Adds `missing`: the sentence shown when nothing was entered."""

    def __init__(self, *, missing: Words = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if missing:
            self.error_messages["required"] = missing


class TextField(_Missing, forms.CharField):
    default_error_messages = {
        "required": _("Write something here"),
        "max_length": _("Use %(limit_value)d characters or fewer. You have used %(show_value)d"),
        "null_characters_not_allowed": _("Take out the characters that cannot be shown"),
    }

    def __init__(self, *, max_length: int = 255, width: str = "", autocomplete: str = "off", **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.widget.attrs.setdefault("autocomplete", autocomplete)
        if width:
            self.widget.attrs.setdefault("class", f"govuk-input--width-{width}")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # A browser that cuts a pasted text short says nothing; our message does.
        return {}


class LongTextField(TextField):
    widget = forms.Textarea

    def __init__(self, *, rows: int = 5, max_length: int = 20_000, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.widget.attrs["rows"] = rows
        self.widget.attrs.pop("cols", None)


class EmailField(_Missing, forms.EmailField):
    default_error_messages = {
        "required": _("Enter an email address"),
        "invalid": _("Enter the whole email address, like name@example.org"),
    }

    def __init__(self, *, autocomplete: str = "off", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("autocomplete", autocomplete)
        self.widget.attrs.setdefault("spellcheck", "false")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class PhoneField(TextField):
    """Keeps the number as it was typed; checks only that it can be dialled from Great Britain."""

    default_error_messages = {
        "required": _("Enter the phone number"),
        "invalid": _("Enter the whole phone number, like 01632 960 001"),
    }

    def __init__(self, *, width: str = "20", **kwargs: Any) -> None:
        super().__init__(width=width, max_length=60, **kwargs)
        self.widget.input_type = "tel"

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not _can_be_dialled(value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")


class UploadField(_Missing, forms.FileField):
    """One file of so many bytes at most; `too_large` says how large, and what to do then."""

    default_error_messages = {
        "required": _("Choose a file"),
        "missing": _("Choose a file"),
        "empty": _("This file is empty. Choose another."),
        "invalid": _("Choose a file"),
    }
    # Nothing that was brought is ever shown back as a link.
    widget = forms.FileInput

    def __init__(self, *, most_bytes: int, too_large: Words, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most_bytes = most_bytes
        self.error_messages["too_large"] = too_large

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value.size > self.most_bytes:
            raise ValidationError(self.error_messages["too_large"])


class NumberField(_Missing, forms.IntegerField):
    widget = forms.TextInput
    default_error_messages = {
        "required": _("Enter a number"),
        "invalid": _("Enter a whole number, like 3"),
        "min_value": _("Enter %(limit_value)s or more"),
        "max_value": _("Enter %(limit_value)s or less"),
    }

    def __init__(self, *, width: str = "5", suffix: Words = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.suffix = suffix
        attrs = {"class": f"govuk-input--width-{width}", "inputmode": "numeric", "autocomplete": "off"}
        self.widget.attrs.update(attrs)


class RadioField(_Missing, forms.ChoiceField):
    widget = forms.RadioSelect
    default_error_messages = {"required": _("Choose one answer"), **UNKNOWN_CHOICE}

    def __init__(
        self,
        *,
        choices: Choices,
        hints: Mapping[Any, Words] | None = None,
        inline: bool = False,
        small: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(choices=choices, **kwargs)
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}
        self.inline, self.small = inline, small


class YesNoField(RadioField):
    def __init__(self, *, yes: Words = YES, no: Words = NO, inline: bool = True, **kwargs: Any) -> None:
        super().__init__(choices=[("yes", yes), ("no", no)], inline=inline, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value

    def clean(self, value: Any) -> Any:
        return {"yes": True, "no": False}.get(super().clean(self.prepare_value(value)))


class CheckboxesField(_Missing, forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "required": _("Tick at least one answer"),
        "exclusive": _("Tick “%(label)s” by itself, or take that tick away"),
        "invalid_list": _("Tick at least one answer"),
        **UNKNOWN_CHOICE,
    }

    def __init__(
        self,
        *,
        choices: Choices,
        hints: Mapping[Any, Words] | None = None,
        exclusive: str | None = None,
        small: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(choices=choices, **kwargs)
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}
        self.exclusive, self.small = exclusive, small

    def validate(self, value: Any) -> None:
        super().validate(value)
        if self.exclusive in value and len(value) > 1:
            label = next((label for key, label in self.widget.choices if str(key) == self.exclusive), "")
            raise ValidationError(self.error_messages["exclusive"], code="exclusive", params={"label": label})


class TickField(_Missing, forms.BooleanField):
    default_error_messages = {"required": _("Tick this box to go on")}


class SelectField(_Missing, forms.ChoiceField):
    default_error_messages = {"required": _("Choose one from the list"), **UNKNOWN_CHOICE}

    def __init__(self, *, choices: Choices, empty_label: Words = CHOOSE, **kwargs: Any) -> None:
        def with_blank() -> list[tuple[Any, Any]]:
            # Without a blank line the first answer would be given by accident.
            given = list(choices() if callable(choices) else choices)
            return given if any(value == "" for value, _label in given) else [("", empty_label), *given]

        super().__init__(choices=with_blank, **kwargs)


def _can_be_dialled(text: str) -> bool:
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        return False
    # A number range may be younger than the library's tables, so a whole length is enough.
    # In Great Britain seven digits are a possible length too, but only for the few numbers that it knows.
    whole = number.country_code != 44 or len(phonenumbers.national_significant_number(number)) >= 9
    return phonenumbers.is_valid_number(number) or (whole and phonenumbers.is_possible_number(number))
