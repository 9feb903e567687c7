"""A list from its upload to its end: kept sealed while it is mended, destroyed when it is brought in or forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area
from talkingpiece.areas.queries import current_section
from talkingpiece.audit.services import record
from talkingpiece.core.jobs import enqueue
from talkingpiece.core.transitions import check_transition
from talkingpiece.documents.lists import mapping as columns
from talkingpiece.documents.lists.mended import merged
from talkingpiece.documents.lists.reading import Sheet, Unreadable, read_file
from talkingpiece.protection.classes import Side
from talkingpiece.protection.keys import destroy_data_key, make_data_key
from talkingpiece.records.columns import COLUMNS, LIMITS
from talkingpiece.records.models import BroughtList
from talkingpiece.records.profile import Records
from talkingpiece.records.queries import digest_of, same_file
from talkingpiece.records.states import TRANSITIONS, ListState


class ListStale(Exception):
    """Somebody else changed this list first."""

    def __init__(self, current: BroughtList) -> None:
        self.current = current
        super().__init__("stale")


def keep_list(*, area: Area, content: bytes, name: str, by: User, at: datetime) -> tuple[BroughtList, bool]:
    """The list, sealed, and whether it is new: the very same file is not kept twice. Raises Unreadable."""
    try:
        with transaction.atomic():
            earlier = same_file(area.pk, content)
            return (earlier, False) if earlier else (_keep(area, content, name, by, at), True)
    except IntegrityError:
        earlier = same_file(area.pk, content)
        if earlier is None:
            raise
        return earlier, False


def _keep(area: Area, content: bytes, name: str, by: User, at: datetime) -> BroughtList:
    file = read_file(content, LIMITS)
    sheet = columns.likeliest(file.sheets, COLUMNS)
    _one_heading_each(file.sheets[sheet])
    row = BroughtList(
        area=area,
        key=make_data_key(area.pk),
        format=file.format,
        digest=digest_of(area.pk, content),
        file_name=name[-120:],
        sheets=[{"name": one.name, "rows": one.rows} for one in file.sheets],
        answers=_unanswered(sheet, file.sheets[sheet]),
        uploaded_at=at,
        uploaded_by=by,
        expires_at=at + timedelta(days=current_section(area.pk, Records).list_days),
    )
    row.save()
    enqueue("records.expire_list", area_id=area.pk, not_before=row.expires_at, list_id=row.pk)
    record("list.kept", by=by, about=row, at=at, side=Side.VICTIM, detail={"format": row.format})
    return row


def _one_heading_each(sheet: Sheet) -> None:
    twice = columns.twice(sheet.rows)
    if twice:
        raise Unreadable(
            _("Two columns have the same heading: %(names)s. Give each a heading of its own, and bring the list again.")
            % {"names": ", ".join(twice)}
        )
    if columns.MEND_HEADING in columns.headings(sheet.rows):
        raise Unreadable(
            _("This is a file of rows to mend. Open the list that it belongs to, and bring it back there.")
        )


def _unanswered(number: int, sheet: Sheet) -> dict[str, object]:
    return {
        "sheet": number,
        "mapping": columns.guess(sheet.rows, COLUMNS),
        "mapped": False,
        "left_out": [],
        "victims": {},
        "offenders": {},
    }


@transaction.atomic
def choose_columns(
    *, list_id: UUID, version: int, sheet: int, mapping: Sequence[str], by: User, at: datetime
) -> BroughtList:
    """Which of their columns is which. Another sheet begins with a guess of its own. Raises ListStale, Unreadable."""
    row = _locked(list_id, version)
    if sheet != row.answers["sheet"]:
        chosen = row.sheets[sheet]
        found = Sheet(chosen["name"], chosen["rows"])
        _one_heading_each(found)
        row.answers = _unanswered(sheet, found)
    else:
        row.answers = {**row.answers, "mapping": list(mapping), "mapped": True}
    return _changed(row, "list.columns_chosen", by, at)


@transaction.atomic
def answer_rows(
    *,
    list_id: UUID,
    version: int,
    left_out: Iterable[int],
    victims: Mapping[int, str],
    offenders: Mapping[int, str],
    by: User,
    at: datetime,
) -> BroughtList:
    """Which rows to leave out, and who is somebody known. Raises ListStale."""
    row = _locked(list_id, version)
    row.answers = {
        **row.answers,
        "left_out": sorted(left_out),
        "victims": {**row.answers["victims"], **{str(number): said for number, said in victims.items()}},
        "offenders": {**row.answers["offenders"], **{str(number): said for number, said in offenders.items()}},
    }
    return _changed(row, "list.rows_answered", by, at)


@transaction.atomic
def take_mended(*, list_id: UUID, version: int, content: bytes, by: User, at: datetime) -> int:
    """Put the mended rows in their places, and say how many. Raises ListStale, Unreadable."""
    row = _locked(list_id, version)
    number = row.answers["sheet"]
    file = read_file(content, LIMITS)
    rows, count = merged(row.sheets[number]["rows"], file.sheets[columns.likeliest(file.sheets, COLUMNS)].rows)
    sheets = list(row.sheets)
    sheets[number] = {**sheets[number], "rows": rows}
    row.sheets = sheets
    _changed(row, "list.rows_mended", by, at, count=count)
    return count


def _locked(list_id: UUID, version: int) -> BroughtList:
    """Raises ListStale, and IllegalTransition for a list that is no longer waiting."""
    row = BroughtList.objects.select_for_update(no_key=True).get(pk=list_id)
    check_transition(TRANSITIONS, current=row.state, to=ListState.BROUGHT)
    if row.version != version:
        raise ListStale(row)
    return row


def _changed(row: BroughtList, event: str, by: User, at: datetime, **detail: int) -> BroughtList:
    row.version += 1
    row.save()
    record(event, by=by, about=row, at=at, side=Side.VICTIM, detail=detail)
    return row


@transaction.atomic
def discard_list(*, list_id: UUID, by: User, at: datetime) -> BroughtList:
    """Nothing of it is brought in; what it held is destroyed."""
    row = BroughtList.objects.select_for_update(no_key=True).get(pk=list_id)
    check_transition(TRANSITIONS, current=row.state, to=ListState.DESTROYED)
    close_list(row, ListState.DESTROYED, by=by, at=at)
    return row


@transaction.atomic
def expire_list(*, list_id: UUID, at: datetime) -> bool:
    """Whether there was something to destroy: nobody brought it in, and its time was over."""
    waiting = BroughtList.objects.select_for_update(no_key=True).filter(state=ListState.WAITING, expires_at__lte=at)
    row = waiting.filter(pk=list_id).first()
    if row is None:
        return False
    close_list(row, ListState.DESTROYED, by=None, at=at)
    return True


def close_list(row: BroughtList, state: ListState, *, by: User | None, at: datetime) -> None:
    """Whatever became of it, its content goes, in every backup too."""
    row.state, row.closed_at = state, at
    row.file_name = row.sheets = row.answers = None
    row.version += 1
    row.save()
    destroy_data_key(row.key_id, at=at)
    record("list.content_destroyed", by=by, about=row, at=at, side=Side.VICTIM, detail={"state": state.value})
