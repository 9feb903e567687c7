"""A field as the templates see it: which markup, which ids, which choices with which reveals."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.widgets import Input
from django.utils.functional import cached_property

from talkingpiece.ui.forms.widgets import DateParts, DateTimeParts

# The first match counts, so subclasses stand before their bases.
KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "tick"),
    (DateTimeParts, "parts"),
    (DateParts, "parts"),
    (forms.FileInput, "simple"),
    (forms.Select, "simple"),
    (forms.Textarea, "simple"),
    (Input, "simple"),
)
BASE_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.FileInput, "govuk-file-upload"),
    (forms.Select, "govuk-select"),
    (forms.Textarea, "govuk-textarea"),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (Input, "govuk-input"),
)


@dataclass(frozen=True)
class Option:
    id: str
    value: str
    label: str
    hint: str
    checked: bool
    exclusive: bool
    reveals: tuple["BoundField", ...]


@dataclass(frozen=True)
class Part:
    name: str
    id: str
    label: str
    value: str
    width: str
    inputmode: str
    invalid: bool


class BoundField(forms.BoundField):
    form: forms.Form

    @property
    def kind(self) -> str:
        return _first_match(KINDS, self.field.widget) or "other"

    @property
    def hint_id(self) -> str:
        return f"{self.auto_id}_helptext"

    @property
    def error_id(self) -> str:
        return f"{self.auto_id}_error"

    @property
    def described_by(self) -> str:
        found = [self.hint_id] if self.help_text else []
        return " ".join([*found, self.error_id] if self.errors else found)

    @property
    def suffix(self) -> str:
        return str(getattr(self.field, "suffix", ""))

    @property
    def inline(self) -> bool:
        return bool(getattr(self.field, "inline", False))

    @property
    def small(self) -> bool:
        return bool(getattr(self.field, "small", False))

    @cached_property
    def options(self) -> list[Option]:
        return list(self._options())

    @property
    def parts(self) -> list[Part]:
        widget = self.field.widget
        return list(self._parts(widget)) if isinstance(widget, DateParts) else []

    @property
    def focus_id(self) -> str:
        """The element that a link in the error summary goes to."""
        if self.kind in ("radios", "checkboxes"):
            return self.options[0].id if self.options else self.auto_id
        wrong = [part.id for part in self.parts if part.invalid] or [part.id for part in self.parts]
        return wrong[0] if wrong else self.auto_id

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        base = _first_match(BASE_CLASSES, widget)
        if base and not widget.is_hidden:
            own = str(widget.attrs.get("class", ""))
            wrong = f"{base}--error" if self.errors else ""
            built["class"] = " ".join(word for word in (base, own, wrong) if word)
        return built

    def _options(self) -> Iterator[Option]:
        hints: Mapping[str, Any] = getattr(self.field, "hints", {})
        exclusive = getattr(self.field, "exclusive", None)
        reveals: Mapping[str, Any] = getattr(self.form, "reveals", {}).get(self.name, {})
        for subwidget in self.subwidgets:
            value = str(subwidget.data["value"])
            yield Option(
                id=str(subwidget.id_for_label),
                value=value,
                label=str(subwidget.choice_label),
                hint=str(hints.get(value, "")),
                checked=bool(subwidget.data["selected"]),
                exclusive=exclusive is not None and value == exclusive,
                reveals=tuple(_bound(self.form, name) for name in reveals.get(value, ()) if name in self.form.fields),
            )

    def _parts(self, widget: DateParts) -> Iterator[Part]:
        values = widget.texts(self.value())
        wrong = self._wrong_parts()
        for number, (name, label, width, inputmode) in enumerate(widget.described()):
            yield Part(
                name=f"{self.html_name}_{name}",
                id=f"{self.auto_id}_{name}",
                label=label,
                value=values[number],
                width=width,
                inputmode=inputmode,
                invalid=bool(self.errors) and (not wrong or name in wrong),
            )

    def _wrong_parts(self) -> set[str]:
        """The parts that the errors name; empty when the whole date is wrong."""
        errors = self.form.errors.as_data().get(self.name, [])
        return {part for error in errors for part in (error.params or {}).get("parts", ())}


def _first_match(table: tuple[tuple[type[forms.Widget], str], ...], widget: forms.Widget) -> str:
    return next((found for kind, found in table if isinstance(widget, kind)), "")


def _bound(form: forms.Form, name: str) -> BoundField:
    field = form[name]
    assert isinstance(field, BoundField)
    return field


def summary_links(form: forms.BaseForm) -> list[tuple[str, str]]:
    """(message, id of the element to go to) of each error, in the order of the page."""
    links = [(str(message), "") for message in form.non_field_errors()]
    for field in form:
        target = field.focus_id if isinstance(field, BoundField) else field.auto_id
        links += [(_by_itself(field, str(message)), "" if field.is_hidden else target) for message in field.errors]
    return links


def _by_itself(field: forms.BoundField, message: str) -> str:
    """Far from its field, a message that every such field shares needs the label before it."""
    shared = {**forms.Field.default_error_messages, **type(field.field).default_error_messages}.get("required")
    if message != str(shared):
        return message
    label = str(field.label)
    return f"{label} {message}" if label.endswith(("?", ".", "!", ":", "…")) else f"{label}: {message}"
