"""An extract from its upload until it is taken in: only columns that are asked for are stored, and those sealed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Agency, Area
from talkingpiece.areas.queries import current_section
from talkingpiece.audit.services import record
from talkingpiece.core.blockers import require_open
from talkingpiece.core.jobs import enqueue
from talkingpiece.core.transitions import check_transition
from talkingpiece.documents.lists import mapping as headings
from talkingpiece.documents.lists.columns import Column
from talkingpiece.documents.lists.mended import merged
from talkingpiece.documents.lists.reading import File, Rows, Sheet, Unreadable, read_file
from talkingpiece.identification.columns import LIMITS
from talkingpiece.identification.gates import blockers_to_bring, facts_for_bring
from talkingpiece.identification.models import Extract
from talkingpiece.identification.profile import Identification
from talkingpiece.identification.queries import SOURCE_OF, agreement_with, columns_for, digest_of, same_extract
from talkingpiece.identification.states import TRANSITIONS, ExtractState
from talkingpiece.protection.classes import Side
from talkingpiece.protection.keys import destroy_data_key, make_data_key


class ExtractStale(Exception):
    """Somebody else changed this extract first."""


class FileWanted(Exception):
    """A column is asked for of which nothing was kept. `headings`: theirs."""

    def __init__(self, wanted: list[str]) -> None:
        self.headings = wanted
        super().__init__("file wanted")


def keep_extract(
    *, area: Area, agency: Agency, content: bytes, name: str, by: User, at: datetime
) -> tuple[Extract, bool]:
    """The extract, sealed, and whether it is new. Nothing is read unless an agreement is in force.

    Raises Blocked, Unreadable.
    """
    require_open(blockers_to_bring(facts_for_bring(area.pk, agency, at)))
    try:
        with transaction.atomic():
            earlier = same_extract(area.pk, content)
            return (earlier, False) if earlier else (_keep(area, agency, content, name, by, at), True)
    except IntegrityError:
        earlier = same_extract(area.pk, content)
        if earlier is None:
            raise
        return earlier, False


def _keep(area: Area, agency: Agency, content: bytes, name: str, by: User, at: datetime) -> Extract:
    agreement, source = agreement_with(area.pk, agency.pk, at), SOURCE_OF[agency.kind]
    assert agreement is not None  # the gate is open
    columns = columns_for(area.pk, source)
    file = read_file(content, LIMITS)
    sheet = _sheet_of(file, columns)
    mapping = headings.guess(sheet.rows, columns)
    extract = Extract(
        area=area,
        key=make_data_key(area.pk),
        agency=agency,
        agreement=agreement,
        source=source,
        format=file.format,
        digest=digest_of(area.pk, content),
        file_name=name[-120:],
        held=_minimised(sheet.rows, mapping),
        mapping=mapping,
        dropped=mapping.count(""),
        uploaded_at=at,
        uploaded_by=by,
        expires_at=at + timedelta(days=current_section(area.pk, Identification).unfinished_days),
    )
    extract.save()
    enqueue("identification.expire_extract", area_id=area.pk, not_before=extract.expires_at, extract_id=extract.pk)
    _record("extract.kept", extract, by, at, source=source.value, dropped=extract.dropped)
    return extract


def _sheet_of(file: File, columns: Sequence[Column]) -> Sheet:
    """The sheet in which most columns are known again. Raises Unreadable."""
    sheets = [Sheet(one.name, headings.below_titles(one.rows, columns)) for one in file.sheets]
    sheet = sheets[headings.likeliest(sheets, columns)]
    twice = headings.twice(sheet.rows)
    if twice:
        words = _("Two columns have the same heading: %(names)s. Give each a heading of its own, and bring it again.")
        raise Unreadable(words % {"names": ", ".join(twice)})
    if headings.MEND_HEADING in headings.headings(sheet.rows):
        raise Unreadable(
            _("This is a file of rows to mend. Open the list that it belongs to, and bring it back there.")
        )
    return sheet


def _minimised(rows: Rows, mapping: Sequence[str]) -> dict[str, Any]:
    """The columns that somebody asked for; of the others the heading, and nothing below it."""
    kept = [number for number, key in enumerate(mapping) if key]
    return {
        "headings": headings.headings(rows),
        "kept": kept,
        "rows": [[row[number] for number in kept] for row in rows],
    }


@transaction.atomic
def choose_columns(
    *, extract_id: UUID, version: int, mapping: Sequence[str], content: bytes | None, by: User, at: datetime
) -> Extract:
    """Which of their columns is which. One that was dropped comes back only with the very same file, `content`.

    Raises ExtractStale, FileWanted, Unreadable.
    """
    extract = _locked(extract_id, version)
    kept = set(extract.held["kept"])
    wanted = [number for number, key in enumerate(mapping) if key and number not in kept]
    if wanted:
        if content is None:
            raise FileWanted([extract.held["headings"][number] for number in wanted])
        if digest_of(extract.area_id, content) != bytes(extract.digest):
            raise Unreadable(_("This is another file. Choose the very file that you brought first."))
        rows = _sheet_of(read_file(content, LIMITS), columns_for(extract.area_id, extract.source)).rows
        extract.held = _minimised(rows, mapping)
    else:
        extract.held = _narrowed(extract.held, mapping)
    extract.mapping, extract.mapped = list(mapping), True
    extract.dropped = extract.mapping.count("")
    return _changed(extract, "extract.columns_chosen", by, at, dropped=extract.dropped)


def _narrowed(held: dict[str, Any], mapping: Sequence[str]) -> dict[str, Any]:
    places = [place for place, number in enumerate(held["kept"]) if mapping[number]]
    return {
        **held,
        "kept": [held["kept"][place] for place in places],
        "rows": [[row[place] for place in places] for row in held["rows"]],
    }


@transaction.atomic
def take_mended(*, extract_id: UUID, version: int, content: bytes, by: User, at: datetime) -> int:
    """Put the mended rows in their places, and say how many. Raises ExtractStale, Unreadable."""
    extract = _locked(extract_id, version)
    file = read_file(content, LIMITS)
    columns = columns_for(extract.area_id, extract.source)
    rows, count = merged(extract.held["rows"], file.sheets[headings.likeliest(file.sheets, columns)].rows)
    extract.held = {**extract.held, "rows": rows}
    _changed(extract, "extract.rows_mended", by, at, count=count)
    return count


def _locked(extract_id: UUID, version: int) -> Extract:
    """Raises ExtractStale, and IllegalTransition for one that waits no longer."""
    extract = lock_extract(extract_id)
    check_transition(TRANSITIONS, current=extract.state, to=ExtractState.TAKEN)
    if extract.version != version:
        raise ExtractStale
    return extract


def lock_extract(extract_id: UUID) -> Extract:
    found = Extract.objects.select_for_update(no_key=True, of=("self",)).select_related("agency", "area", "agreement")
    return found.get(pk=extract_id)


def _changed(extract: Extract, event: str, by: User, at: datetime, **detail: int) -> Extract:
    extract.version += 1
    extract.save()
    _record(event, extract, by, at, **detail)
    return extract


@transaction.atomic
def discard_extract(*, extract_id: UUID, by: User, at: datetime) -> None:
    """Nothing of it is taken in; what it held is destroyed."""
    extract = lock_extract(extract_id)
    check_transition(TRANSITIONS, current=extract.state, to=ExtractState.DISCARDED)
    _discard(extract, by, at)


@transaction.atomic
def expire_extract(*, extract_id: UUID, at: datetime) -> bool:
    """Whether there was something to destroy: nobody took it in, and its time was over."""
    waiting = Extract.objects.select_for_update(no_key=True).filter(state=ExtractState.WAITING, expires_at__lte=at)
    extract = waiting.filter(pk=extract_id).first()
    if extract is None:
        return False
    _discard(extract, None, at)
    return True


def _discard(extract: Extract, by: User | None, at: datetime) -> None:
    extract.state, extract.closed_at, extract.closed_by = ExtractState.DISCARDED, at, by
    extract.file_name = extract.held = extract.mapping = None
    extract.version += 1
    extract.save()
    destroy_data_key(extract.key_id, at=at)
    _record("extract.discarded", extract, by, at)


def _record(name: str, extract: Extract, by: User | None, at: datetime, **detail: object) -> None:
    record(name, by=by, about=extract, at=at, side=Side.SERVICE, detail=detail)
