"""Verifying the chain: recomputed here, in Python, from what the tables hold; nothing the database says of itself
is believed. A tail cut together with its head, and a restored old state, only an anchor kept elsewhere can show."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import connection

from talkingpiece.audit import canonical
from talkingpiece.audit.anchors import Anchors, missing_anchors, read_anchors

GENESIS = b"\x00" * 32
_AT_ONCE = 5000


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


@dataclass(frozen=True)
class _Place:
    """A link as stored, and the text of its entry as the tables hold it now; None if there is no such entry."""

    seq: int
    entry: UUID
    kind: str
    previous: bytes
    hash: bytes
    text: str | None


def link_hash(previous: bytes, text: str) -> bytes:
    return hashlib.sha256(previous + text.encode()).digest()


def verify_area(area_id: UUID, folder: Path | None = None) -> Verified:
    """Walk one area's chain; the first bad entry, if any, is named. The area must be in sight, and the transaction
    see one state throughout if others write meanwhile."""
    anchors = read_anchors(folder, area_id) if folder else Anchors()
    previous, seq = GENESIS, 0
    for place in _places(area_id):
        seq += 1
        if what := _wrong_with(place, seq, previous, anchors):
            return Verified(area_id, seq - 1, previous.hex(), Fault(area_id, seq, what))
        previous = place.hash
    what = _end_fault(area_id, seq, previous, anchors)
    fault = Fault(area_id, seq + 1, what) if what else None
    return Verified(area_id, seq, previous.hex(), fault or (_anchor_fault(area_id, anchors) if folder else None))


def _wrong_with(place: _Place, seq: int, previous: bytes, anchors: Anchors) -> str:
    if place.seq != seq:
        return f"entry {seq} is missing"
    if place.text is None:
        return f"the entry {place.entry} was deleted"
    if place.previous != previous:
        return "it does not follow the entry before it"
    if place.hash != link_hash(previous, place.text):
        return f"the {place.kind} {place.entry} was altered"
    if anchors.heads.get(seq, place.hash.hex()) != place.hash.hex():
        return "it is not what was anchored"
    return ""


def _places(area_id: UUID) -> Iterator[_Place]:
    # Through a cursor of the server: a chain of millions never lies in this process's memory.
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            "SELECT l.seq, l.event_id, CASE WHEN s.id IS NULL THEN 'event' ELSE 'change set' END, l.previous, l.hash, "
            f"CASE WHEN e.id IS NOT NULL THEN {canonical.of_event('e')} "
            f"WHEN s.id IS NOT NULL THEN {canonical.of_change_set('s')} END "
            "FROM audit_link l LEFT JOIN audit_event e ON e.id = l.event_id AND e.area_id = l.area_id "
            "LEFT JOIN audit_changeset s ON s.id = l.event_id AND s.area_id = l.area_id "
            "WHERE l.area_id = %s ORDER BY l.seq",
            [area_id],
        )
        while rows := cursor.fetchmany(_AT_ONCE):
            for seq, entry, kind, previous, stored, text in rows:
                yield _Place(seq, entry, kind, bytes(previous), bytes(stored), text)


# Entries that no link names, and changes that no set names: written past the triggers.
_LOOSE = {
    "event": "SELECT e.id FROM audit_event e LEFT JOIN audit_link l ON l.event_id = e.id "
    "WHERE e.area_id = %s AND l.id IS NULL LIMIT 1",
    "change set": "SELECT s.id FROM audit_changeset s LEFT JOIN audit_link l ON l.event_id = s.id "
    "WHERE s.area_id = %s AND l.id IS NULL LIMIT 1",
    "change": "SELECT c.id FROM audit_rowchange c LEFT JOIN audit_changeset s ON s.id = c.changeset_id "
    "AND s.area_id = c.area_id WHERE c.area_id = %s AND s.id IS NULL LIMIT 1",
}


def _end_fault(area_id: UUID, seq: int, head: bytes, anchors: Anchors) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, hash FROM audit_head WHERE area_id = %s", [area_id])
        row = cursor.fetchone()
        if (row is None and seq) or (row is not None and (row[0] != seq or bytes(row[1]) != head)):
            return "the chain ends before its head: its tail was cut"
        for kind, statement in _LOOSE.items():
            cursor.execute(statement, [area_id])
            if loose := cursor.fetchone():
                return f"the {kind} {loose[0]} is in no chain: it was inserted past it"
    beyond = [place for place in anchors.heads if place > seq]
    if beyond:
        return f"an anchor knows entry {max(beyond)}: the tail was cut or an old state restored"
    return ""


def _anchor_fault(area_id: UUID, anchors: Anchors) -> Fault | None:
    """The chain is whole; are its anchors?"""
    if anchors.unsigned:
        return Fault(area_id, 0, f"the anchor {anchors.unsigned[0]} is not signed by this service: it was forged")
    if missing := missing_anchors(area_id, anchors):
        return Fault(area_id, missing[0], "its anchor is not in the folder as it was written: taken away, or forged")
    return None
