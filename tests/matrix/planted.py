"""A different string in every sealed field of every row, so that whatever is shown says where it came from."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from pypdf import PdfReader

from talkingpiece.protection.fields import EncryptedJSONField, EncryptedTextField
from talkingpiece.protection.models import DataKey

# What is read as a date, a number or a code, and not as words: a planted word there would break the page, not leak.
NOT_WORDS = {"people.Person.birth_date", "referrals.Referral.birth_date", "referrals.OffenderEnquiry.birth_date"}
MARK = re.compile(r"zq[0-9a-f]{6}q")


@dataclass(frozen=True)
class Planted:
    """`field` is "room.Model.field"."""

    field: str
    row: UUID
    area: UUID


def plant() -> dict[str, Planted]:
    """Everything that was planted, by its string. The areas must be in sight."""
    found: dict[str, Planted] = {}
    for model in apps.get_models():
        fields = [one for one in model._meta.concrete_fields if _is_words(one)]
        if not fields or not model.__module__.startswith("talkingpiece."):
            continue
        rows: list[Any] = list(model._default_manager.all())
        for row in rows:
            if DataKey.objects.filter(pk=row.key_id, wrapped__isnull=True).exists():
                continue  # erased: there is nothing left to show
            for field in fields:
                word = f"zq{len(found):06x}q"
                found[word] = Planted(f"{model._meta.label}.{field.name}", row.pk, row.area_id)
                setattr(row, field.name, word)
            row.save(update_fields=[field.name for field in fields])
    return found


def _is_words(field: models.Field[Any, Any]) -> bool:
    words = isinstance(field, EncryptedTextField) and not isinstance(field, EncryptedJSONField)
    return words and f"{field.model._meta.label}.{field.name}" not in NOT_WORDS


def read_in(response: Any) -> set[str]:
    """The planted strings in an answer: its head, its page, or the pages of its paper."""
    texts = [str(response.headers)]
    content = response.content if not response.streaming else b"".join(response.streaming_content)
    if response["Content-Type"].startswith("application/pdf"):
        texts += [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    else:
        texts.append(content.decode(errors="replace"))
    return {mark for text in texts for mark in MARK.findall(text)}
