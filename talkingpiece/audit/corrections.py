"""Mistakes are mended in the open: a fact entered in error stays readable, and opens no gate again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.audit.services import Actor, record
from talkingpiece.protection.classes import Side
from talkingpiece.protection.rows import Fact


@transaction.atomic
def enter_in_error(
    fact: Fact,
    *,
    by: Actor,
    at: datetime,
    why: str,
    case_id: UUID | None,
    side: Side,
    linked: Mapping[str, str] | None = None,
) -> Fact:
    """Mark a fact as entered in error. Twice is once: whoever was first stays named, with their reason.

    `linked`: ids for the trail, of what was entered in its place.
    """
    locked = type(fact)._default_manager.select_for_update(no_key=True).get(pk=fact.pk)
    if locked.error_at is None:
        locked.error_at, locked.error_by_id, locked.error_why = at, by.pk, why
        locked.save(update_fields=["error_at", "error_by", "error_why"])
        detail = dict(linked or {})
        record("fact.entered_in_error", by=by, about=locked, at=at, side=side, case_id=case_id, detail=detail)
    return locked
