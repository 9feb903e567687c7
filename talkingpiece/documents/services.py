"""A file that a job makes, from its asking to its end. What is in it is for whoever declares the export."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area
from talkingpiece.audit.services import record, record_export
from talkingpiece.core.jobs import enqueue
from talkingpiece.core.transitions import check_transition
from talkingpiece.documents import vault
from talkingpiece.documents.exports import Export, check_columns
from talkingpiece.documents.models import PreparedFile
from talkingpiece.documents.render import fingerprint
from talkingpiece.documents.sheets import Format, Sheet, written
from talkingpiece.documents.states import TRANSITIONS, FileState, WhyNot
from talkingpiece.protection.classes import Side
from talkingpiece.protection.keys import destroy_data_key, make_data_key

LIVES = timedelta(minutes=15)


@transaction.atomic
def ask_for_file(*, export: Export, area: Area, job: str, by: User, at: datetime) -> PreparedFile:
    """`job` makes it; it is given the row's id and nothing else."""
    row = PreparedFile.objects.create(
        area=area, key=make_data_key(area.pk), export=export.name, asked_by=by, asked_at=at
    )
    enqueue(job, area_id=area.pk, file_id=row.pk)
    record("file.asked_for", by=by, about=row, at=at, side=Side.SERVICE, detail={"export": export.name})
    return row


def asked_file(*, file_id: UUID) -> PreparedFile | None:
    """Locked, for the job that makes it; None if it was made already: a job that runs twice makes one file."""
    found = PreparedFile.objects.select_for_update(no_key=True, of=("self",)).select_related("area")
    return found.filter(pk=file_id, state=FileState.ASKED).first()


@transaction.atomic
def keep_file(*, row: PreparedFile, export: Export, sheet: Sheet, format: Format, name: str, at: datetime) -> None:
    """Made and sealed. Raises NotDeclared, TooManyRows, IllegalTransition."""
    check_transition(TRANSITIONS, current=row.state, to=FileState.READY)
    check_columns(export, sheet.heading, len(sheet.rows))
    content = written(sheet, format)
    row.state, row.made_at, row.expires_at = FileState.READY, at, at + LIVES
    row.file_name, row.sha256, row.rows = f"{name}.{format.value}", fingerprint(content), len(sheet.rows)
    row.stored = vault.put(content, key_id=row.key_id, row=row)
    row.save()
    enqueue("documents.lapse_file", area_id=row.area_id, file_id=row.pk, not_before=row.expires_at)
    record("file.made", by=None, about=row, at=at, side=Side.SERVICE, detail={"export": export.name})


@transaction.atomic
def refuse_file(*, row: PreparedFile, why: WhyNot, at: datetime) -> None:
    check_transition(TRANSITIONS, current=row.state, to=FileState.REFUSED)
    row.state, row.why_not = FileState.REFUSED, why
    row.save()
    destroy_data_key(row.key_id, at=at)
    record("file.refused", by=None, about=row, at=at, side=Side.SERVICE, detail={"why": why.value})


@transaction.atomic
def take_file(*, file_id: UUID, by: User, at: datetime) -> tuple[PreparedFile, bytes]:
    """Handed over, once. Raises IllegalTransition if it was taken, lapsed, or is not there yet."""
    row = PreparedFile.objects.select_for_update(no_key=True).get(pk=file_id, asked_by=by)
    late = row.expires_at is not None and row.expires_at <= at
    check_transition(TRANSITIONS, current=FileState.LAPSED if late else row.state, to=FileState.TAKEN)
    assert row.stored is not None
    content = vault.get(row.stored, key_id=row.key_id, row=row)
    _end(row, FileState.TAKEN, at)
    record_export(
        row.export, by=by, area_id=row.area_id, side=Side.SERVICE, sha256=row.sha256, rows=row.rows or 0, about=row
    )
    return row, content


@transaction.atomic
def lapse_file(*, file_id: UUID, at: datetime) -> None:
    """Nobody took it in time. Of a file that was taken, nothing is left to lapse."""
    row = PreparedFile.objects.select_for_update(no_key=True).get(pk=file_id)
    if row.state == FileState.READY:
        _end(row, FileState.LAPSED, at)
        record("file.lapsed", by=None, about=row, at=at, side=Side.SERVICE)


def _end(row: PreparedFile, state: FileState, at: datetime) -> None:
    stored, row.state, row.stored = row.stored, state, None
    row.taken_at = at if state == FileState.TAKEN else None
    row.save()
    destroy_data_key(row.key_id, at=at)
    if stored:
        transaction.on_commit(lambda: vault.destroy(stored))
