"""Changes from a file: a table (CSV) or one event in each line (JSON lines). All of it is taken in, or nothing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.cases.states import ChangeKind, ChangeSource
from talkingpiece.linkage import standardise
from talkingpiece.offender_management.domain_event import Malformed, read
from talkingpiece.offender_management.inbound import receive_event
from talkingpiece.people.states import NumberKind

MOST_BYTES = 2_000_000
MOST_ROWS = 5_000
COLUMNS = (
    "reference", "what", "when", "prison_number", "crn", "prison", "officer", "officer_email", "new_prison_number",
    "words",
)  # fmt: skip


@dataclass(frozen=True)
class RowError:
    line: int
    what: str


class Refused(Exception):
    """Nothing of the file was taken in. Every row that is wrong, and what is wrong with it."""

    def __init__(self, errors: list[RowError]) -> None:
        self.errors = errors
        super().__init__(f"{len(errors)} rows")


Row = tuple[int, str, dict[str, Any]]  # line, what its sender calls it, the event
Read = Iterator[tuple[int, str, dict[str, Any] | str]]  # the same, or what is wrong


@transaction.atomic
def bring_changes(content: bytes, *, area_id: UUID, by: User | None, at: datetime) -> int:
    """How many rows were read; of how many of these people we know says nobody. The same file twice changes nothing.

    Raises Refused with every row that is wrong; then nothing was taken in.
    """
    rows, errors = _rows(content)
    for line, _reference, event in rows:
        errors += [RowError(line, what) for what in _wrong(event, at)]
    if errors:
        raise Refused(sorted(errors, key=lambda one: one.line))
    for _line, reference, event in rows:
        receive_event(event, area_id=area_id, by=by, at=at, event_id=reference, source=ChangeSource.FILE)
    return len(rows)


def _wrong(event: dict[str, Any], at: datetime) -> Iterator[str]:
    try:
        read_as = read(event)
    except Malformed as wrong:
        yield from wrong.errors
        return
    if read_as.occurredAt > at:
        yield _("when: has not come yet")
    if not any(standardise.number(kind, value) for kind, value in read_as.numbers):
        yield _("No prison number (like A1234BC) and no probation number (like X123456)")


def _rows(content: bytes) -> tuple[list[Row], list[RowError]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], [RowError(1, _("This is no text in UTF-8"))]
    if len(content) > MOST_BYTES or text.count("\n") > MOST_ROWS:
        return [], [RowError(1, _("More than %(rows)d rows, or 2 MB") % {"rows": MOST_ROWS})]
    rows: list[Row] = []
    errors: list[RowError] = []
    lines = _of_lines if text.lstrip().startswith("{") else _of_table
    for line, reference, found in lines(text):
        if isinstance(found, str):
            errors.append(RowError(line, found))
        else:
            rows.append((line, reference, found))
    if not rows and not errors:
        errors.append(RowError(1, _("There is no row in it")))
    return rows, errors


def _of_lines(text: str) -> Read:
    for line, one in enumerate(text.splitlines(), start=1):
        if not one.strip():
            continue
        try:
            event = json.loads(one)
        except (ValueError, RecursionError):
            event = None
        reference = ""
        # The envelope of a queue carries its own name, and the event within.
        if isinstance(event, dict) and isinstance(event.get("messageId"), str):
            reference, event = event["messageId"], event.get("event")
        yield line, reference, event if isinstance(event, dict) else _("This line is no event in JSON")


def _of_table(text: str) -> Read:
    table = csv.DictReader(io.StringIO(text), strict=False)
    missing = {"what", "when"} - set(table.fieldnames or ())
    unknown = set(table.fieldnames or ()) - set(COLUMNS)
    if missing or unknown:
        yield 1, "", _("The first row names the columns: %(columns)s") % {"columns": ", ".join(COLUMNS)}
        return
    for row in table:
        values = {name: str(row.get(name) or "").strip() for name in COLUMNS}
        event = _event(values) if None not in row else _("This row has more cells than columns")
        yield table.line_num, values["reference"], event


def _event(row: dict[str, str]) -> dict[str, Any] | str:
    if row["what"] not in ChangeKind.values:
        return _("what: one of %(kinds)s") % {"kinds": ", ".join(ChangeKind.values)}
    when = _moment(row["when"])
    if when is None:
        return _("when: a day and an hour, like 2026-05-03 09:30")
    merged = row["what"] == ChangeKind.MERGED
    if merged and not standardise.number(NumberKind.PRISON, row["new_prison_number"]):
        return _("new_prison_number: the number that stays, like A1234BC")
    numbers = [("NOMS", row["prison_number"]), ("CRN", row["crn"])]
    more = {
        "prisonName": row["prison"],
        "officerName": row["officer"],
        "officerEmail": row["officer_email"],
        "nomsNumber": row["new_prison_number"] if merged else "",
        "removedNomsNumber": row["prison_number"] if merged else "",
    }
    return {
        "eventType": f"offender.{row['what']}",
        "version": 1,
        "occurredAt": when.isoformat(),
        "description": row["words"],
        "additionalInformation": {name: value for name, value in more.items() if value},
        "personReference": {"identifiers": [{"type": kind, "value": value} for kind, value in numbers if value]},
    }


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return timezone.make_aware(found) if found and timezone.is_naive(found) else found
