"""The rows of an extract go when their time is over. What stays proves it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.core.transitions import check_transition
from talkingpiece.identification.models import Extract, ExtractRow
from talkingpiece.identification.services.extracts import lock_extract
from talkingpiece.identification.services.screening import let_go
from talkingpiece.identification.services.taking_in import rows_digest
from talkingpiece.identification.states import TRANSITIONS, DeletedWhy, ExtractState
from talkingpiece.protection.classes import Side
from talkingpiece.protection.keys import destroy_data_key


@transaction.atomic
def delete_rows(*, extract_id: UUID, by: User, at: datetime) -> Extract:
    """Before their time, because somebody says so."""
    extract = lock_extract(extract_id)
    check_transition(TRANSITIONS, current=extract.state, to=ExtractState.DELETED)
    return _delete(extract, DeletedWhy.ASKED, by, at)


@transaction.atomic
def expire_rows(*, extract_id: UUID, at: datetime) -> bool:
    """Whether there was something to delete: its time was over. Twice is once."""
    found = Extract.objects.select_for_update(no_key=True).filter(
        pk=extract_id, state=ExtractState.TAKEN, due_on__lte=timezone.localdate(at)
    )
    extract = found.first()
    if extract is None:
        return False
    _delete(extract, DeletedWhy.DUE, None, at)
    return True


def _delete(extract: Extract, why: DeletedWhy, by: User | None, at: datetime) -> Extract:
    """The digest of what is deleted is that of what was taken in, or the entry says that it is not."""
    rows = ExtractRow.objects.filter(extract=extract)
    digest = rows_digest([bytes(mark) for mark in rows.values_list("mark", flat=True)])
    let_go(extract)
    _all, by_table = rows.delete()
    deleted = by_table.get(ExtractRow._meta.label, 0)
    extract.state, extract.closed_at, extract.closed_by, extract.closed_why = ExtractState.DELETED, at, by, why
    extract.version += 1
    extract.save()
    destroy_data_key(extract.key_id, at=at)
    record(
        "extract.rows_deleted",
        by=by,
        about=extract,
        at=at,
        side=Side.SERVICE,
        detail={"rows": deleted, "digest": digest, "same": digest == extract.rows_digest, "rule": why.value},
    )
    return extract
