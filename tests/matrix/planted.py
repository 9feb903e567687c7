"""A different string in every sealed field of every row, so that whatever is shown says where it came from."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db import models
from pypdf import PdfReader

from talkingpiece.cases.models import Paper
from talkingpiece.documents import vault
from talkingpiece.documents.payloads import texts
from talkingpiece.information_sharing.models import Disclosure
from talkingpiece.protection.fields import EncryptedJSONField, EncryptedTextField
from talkingpiece.protection.models import DataKey

# What is read as a date, a number or a code, and not as words: a planted word there would break the page, not leak.
NOT_WORDS = {"people.Person.birth_date", "referrals.Referral.birth_date", "referrals.OffenderEnquiry.birth_date"}
MARK = re.compile(r"zq[0-9a-f]{6}q")
# Of a sealed structure its words are planted, and not its codes, days and ids.
_WORDS = re.compile(r"(?!\d{4}-\d\d)(?=.*[A-Z @])")


@dataclass(frozen=True)
class Planted:
    """`field` is "room.Model.field", and within a structure the keys and places under which it stands as well."""

    field: str
    row: UUID
    area: UUID


class Garden:
    """Everything that was planted, by its string."""

    def __init__(self, found: dict[str, Planted] | None = None) -> None:
        self.found = {} if found is None else found

    def plant_all(self) -> dict[str, Planted]:
        """The areas must be in sight."""
        for model in apps.get_models():
            if model.__module__.startswith("talkingpiece.") and words_of(model):
                rows: list[Any] = list(model._default_manager.all())
                self.plant(rows)
        return self.found

    def plant(self, rows: Iterable[Any]) -> None:
        for row in rows:
            if DataKey.objects.filter(pk=row.key_id, wrapped__isnull=True).exists():
                continue  # erased: there is nothing left to show
            fields = words_of(type(row))
            for field in fields:
                label = f"{row._meta.label}.{field.name}"
                before = getattr(row, field.name)
                if before is None:
                    continue  # whether there is anything at all may be what the row says
                inside = isinstance(field, EncryptedJSONField)
                setattr(row, field.name, self._within(before, label, row) if inside else self._word(label, row))
            if isinstance(row, Paper):
                content = self._word("cases.Paper.content", row).encode()
                row.stored = vault.put(content, key_id=row.key_id, row=row)
                row.save(update_fields=["stored"])
            if isinstance(row, Disclosure):
                self._in_its_place(row)
            else:
                row.save(update_fields=[field.name for field in fields])

    def _in_its_place(self, row: Disclosure) -> None:
        """The database lets nobody change it: another like it, with the planted words, stands wherever it stood."""
        old, row.pk = row.pk, uuid4()
        row.save(force_insert=True)
        for relation in row._meta.related_objects:
            model, name = relation.related_model, relation.field.name
            if model is not Disclosure:
                model._default_manager.filter(**{name: old}).update(**{name: row.pk})
        for word, planted in self.found.items():
            if planted.row == old:
                self.found[word] = replace(planted, row=row.pk)

    def _word(self, field: str, row: Any) -> str:
        word = f"zq{len(self.found):06x}q"
        self.found[word] = Planted(field, row.pk, row.area_id)
        return word

    def _within(self, value: Any, label: str, row: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._within(one, f"{label}.{key}", row) for key, one in value.items()}
        if isinstance(value, list):
            return [self._within(one, f"{label}.{place}", row) for place, one in enumerate(value)]
        return self._word(label, row) if isinstance(value, str) and _WORDS.match(value) else value


def words_of(model: type[models.Model]) -> list[EncryptedTextField]:
    sealed = [field for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField)]
    return [field for field in sealed if f"{model._meta.label}.{field.name}" not in NOT_WORDS]


def marks_in(*told: str) -> set[str]:
    return {mark for one in told for mark in MARK.findall(one)}


def read_in(response: Any) -> set[str]:
    """The planted strings in an answer: in its head, its page, what is drawn on it, or the file that it is."""
    return marks_in(str(response.headers), *_bodies(response))


def _bodies(response: Any) -> Iterator[str]:
    content = response.content if not response.streaming else b"".join(response.streaming_content)
    if content.startswith(b"%PDF"):
        yield from (page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as whole:
            yield from (whole.read(name).decode(errors="replace") for name in whole.namelist())
    else:
        # Pages, answers to scripts, tables, calendars. What is no text fails here: somebody has to say how it is read.
        yield content.decode()
    yield from _drawn(response)


def _drawn(response: Any) -> Iterator[str]:
    """The words of pages that are shown as pictures."""
    context = getattr(response, "context", None)
    if context is not None and "pictures" in context:
        yield from texts(context["paper"]) if "paper" in context else context["words"]
