"""Verifying the chain: recomputed here, in Python, from what the tables hold; nothing the database says of itself
is believed. A tail cut together with its head, and a restored old state, only an anchor kept elsewhere can show."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import connection

# The canonical text of an event, written once more in SQL in the migration: the separators cannot occur in a
# value, since codes and ids hold none and JSON escapes control characters.
SEPARATOR = "\x1f"
CANONICAL_COLUMNS = (
    "e.id::text",
    "e.area_id::text",
    "e.kind",
    "e.name",
    "coalesce(e.actor_id::text, '')",
    "e.about_type",
    "coalesce(e.about_id::text, '')",
    "coalesce(e.case_id::text, '')",
    "e.side",
    "e.basis",
    "e.detail::text",
    "extract(epoch from e.happened_at)::text",
    "extract(epoch from e.recorded_at)::text",
)
GENESIS = b"\x00" * 32


@dataclass(frozen=True)
class Fault:
    area_id: UUID
    seq: int
    what: str


@dataclass(frozen=True)
class Verified:
    area_id: UUID
    entries: int
    head: str
    fault: Fault | None


def link_hash(previous: bytes, canonical: str) -> bytes:
    return hashlib.sha256(previous + canonical.encode()).digest()


def verify_area(area_id: UUID, anchors: Path | None = None) -> Verified:
    """Walk one area's chain; the first bad entry, if any, is named. The area must be in sight."""
    previous, seq = GENESIS, 0
    known = dict(_anchored(anchors, area_id)) if anchors else {}
    for place, event_id, stored_previous, stored_hash, canonical in _links(area_id):
        seq += 1
        fault = None
        if place != seq:
            fault = f"entry {seq} is missing"
        elif canonical is None:
            fault = f"the event {event_id} was deleted"
        elif bytes(stored_previous) != previous:
            fault = "it does not follow the entry before it"
        elif bytes(stored_hash) != link_hash(previous, canonical):
            fault = f"the event {event_id} was altered"
        elif seq in known and known[seq] != bytes(stored_hash).hex():
            fault = "it is not what was anchored"
        if fault:
            return Verified(area_id, seq - 1, previous.hex(), Fault(area_id, seq, fault))
        previous = bytes(stored_hash)
    return Verified(area_id, seq, previous.hex(), _end_fault(area_id, seq, previous, known))


def _end_fault(area_id: UUID, seq: int, head: bytes, known: dict[int, str]) -> Fault | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, hash FROM audit_head WHERE area_id = %s", [area_id])
        row = cursor.fetchone()
        cursor.execute(
            "SELECT e.id FROM audit_event e LEFT JOIN audit_link l ON l.event_id = e.id "
            "WHERE e.area_id = %s AND l.id IS NULL LIMIT 1",
            [area_id],
        )
        loose = cursor.fetchone()
    if (row is None and seq) or (row is not None and (row[0] != seq or bytes(row[1]) != head)):
        return Fault(area_id, seq + 1, "the chain ends before its head: its tail was cut")
    if loose:
        return Fault(area_id, seq + 1, f"the event {loose[0]} is in no chain: it was inserted past it")
    beyond = [place for place in known if place > seq]
    if beyond:
        return Fault(
            area_id,
            seq + 1,
            f"an anchor knows entry {max(beyond)}: the tail was cut or an old state restored",
        )
    return None


def _links(area_id: UUID) -> Iterator[tuple[int, UUID, bytes, bytes, str | None]]:
    canonical = f" || '{SEPARATOR}' || ".join(CANONICAL_COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT l.seq, l.event_id, l.previous, l.hash, {canonical} "
            "FROM audit_link l LEFT JOIN audit_event e ON e.id = l.event_id AND e.area_id = l.area_id "
            "WHERE l.area_id = %s ORDER BY l.seq",
            [area_id],
        )
        while rows := cursor.fetchmany(5000):
            yield from rows


def write_anchor(area_id: UUID, folder: Path, stamp: str) -> Path | None:
    """Copy the head of an area's chain into `folder`, which should be storage that this host cannot overwrite."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, hash FROM audit_head WHERE area_id = %s", [area_id])
        row = cursor.fetchone()
    if row is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{area_id}-{row[0]:012d}-{stamp}.json"
    path.write_text(json.dumps({"area": str(area_id), "seq": row[0], "hash": bytes(row[1]).hex(), "at": stamp}) + "\n")
    return path


def _anchored(folder: Path, area_id: UUID) -> Iterator[tuple[int, str]]:
    for path in sorted(folder.glob(f"{area_id}-*.json")):
        anchor = json.loads(path.read_text())
        yield anchor["seq"], anchor["hash"]
