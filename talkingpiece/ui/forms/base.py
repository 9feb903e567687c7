import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from talkingpiece.ui.forms.bound import BoundField

F = TypeVar("F", bound="Form")


class Form(forms.Form):
    """`reveals` maps a field's name to its choices, and each choice to the fields that stand under it."""

    reveals: ClassVar[Mapping[str, Mapping[str, Sequence[str]]]] = {}
    required_if_revealed: ClassVar[Mapping[str, Any]] = {}

    use_required_attribute = False
    restored = False
    unfinished = False  # its author asked the page something and goes on typing: nothing is wrong yet
    version: int | str | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._version_renewed = False
        for _parent, _choice, name in self.revealed():
            self.fields[name].required = False

    def revealed(self) -> Iterator[tuple[str, str, str]]:
        """(field, choice, field under that choice)"""
        for parent, choices in self.reveals.items():
            for choice, names in choices.items():
                yield from ((parent, choice, name) for name in names if name in self.fields)

    def concealed(self) -> set[str]:
        """The fields whose choice was not taken."""
        hidden: set[str] = set()
        for parent, choice, name in self.revealed():
            if parent in hidden or choice not in self._taken(parent):
                hidden.add(name)
        return hidden

    def top_fields(self) -> list[BoundField]:
        under = {name for _parent, _choice, name in self.revealed()}
        return [field for field in self if isinstance(field, BoundField) and field.name not in under]

    def renew_version(self, version: int | str) -> None:
        """After a conflict: the person has now seen the newer row, so their next try is against that one."""
        self.version = version
        self._version_renewed = True

    @property
    def guard_version(self) -> str:
        posted = self.data.get("version", "") if self.is_bound and not self._version_renewed else ""
        return str(posted or ("" if self.version is None else self.version))

    @property
    def seen_version(self) -> int:
        """Which version of the row its author had before them; -1, which no row has, if the form does not say."""
        posted = str(self.data.get("version", "")) if self.is_bound else ""
        return int(posted) if posted.isdecimal() and len(posted) < 10 else -1

    @property
    def submission(self) -> str:
        posted = str(self.data.get("submission", "")) if self.is_bound else ""
        try:
            return str(uuid.UUID(posted))
        except ValueError:
            return str(uuid.uuid4())

    def is_valid(self) -> bool:
        return not (self.restored or self.unfinished) and super().is_valid()

    def full_clean(self) -> None:
        if self.restored or self.unfinished:
            # Nobody pressed the button on this page yet, so nothing is wrong yet.
            self._errors = forms.utils.ErrorDict(renderer=self.renderer)
            self.cleaned_data = {}
        else:
            super().full_clean()

    def _clean_fields(self) -> None:
        """Fields that stay concealed are left out, so that a slip in one of them cannot stop the person."""
        hidden, everything = self.concealed(), self.fields
        self.fields = {name: field for name, field in everything.items() if name not in hidden}
        try:
            super()._clean_fields()  # type: ignore[misc]
        finally:
            self.fields = everything
        for name in hidden:
            self.cleaned_data[name] = _nothing(everything[name])
        self._require_revealed(hidden)

    def _require_revealed(self, hidden: set[str]) -> None:
        for _parent, _choice, name in self.revealed():
            missing = self.required_if_revealed.get(name)
            if not missing or name in hidden or name in self.errors:
                continue
            if _is_empty(self.fields[name], self.cleaned_data.get(name)):
                self.add_error(name, forms.ValidationError(missing, code="required"))

    def _taken(self, name: str) -> set[str]:
        value = self[name].value() if name in self.fields else None
        if isinstance(value, (list, tuple, set)):
            return {str(item) for item in value}
        return set() if value is None else {str(value)}


def bind(request: HttpRequest, form_class: type[F], /, **kwargs: Any) -> F:
    """Bound to what was posted, or to what was kept while its author was signed out, else unbound."""
    if request.method == "POST":
        form = form_class(data=request.POST, files=request.FILES, **kwargs)
        form.unfinished = "look" in request.POST
        return form
    kept: QueryDict | None = getattr(request, "kept_post", None)
    if not kept:
        return form_class(**kwargs)
    form = form_class(data=kept, **kwargs)
    form.restored = True
    return form


def _nothing(field: forms.Field) -> Any:
    nowhere: MultiValueDict[str, Any] = MultiValueDict()
    return field.clean(field.widget.value_from_datadict(nowhere, nowhere, ""))


def _is_empty(field: forms.Field, value: Any) -> bool:
    return value in field.empty_values or (isinstance(field, forms.BooleanField) and not value)
