"""Anchors: the heads of the chains, signed, copied to storage that this host cannot overwrite.

The trail knows its anchors (each is an entry, with the digest of its file) and the anchors know the trail: a cut tail,
a restored old state, a forged anchor and one that was taken away are all found when both are laid side by side.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from talkingpiece.audit.models import Event, Head
from talkingpiece.audit.services import record
from talkingpiece.protection import signing
from talkingpiece.protection.classes import Side

WRITTEN = "anchor.written"


@dataclass
class Anchors:
    """What a folder holds of one area: signed heads by their place, digests of the files, and what is no anchor."""

    heads: dict[int, str] = field(default_factory=dict)
    digests: set[str] = field(default_factory=set)
    unsigned: list[str] = field(default_factory=list)


@transaction.atomic
def write_anchor(*, area_id: UUID, folder: Path, at: datetime) -> Path | None:
    """Copy the head of an area's chain into `folder`. None while the area has no entry yet."""
    head = Head.objects.filter(pk=area_id).first()
    if head is None:
        return None
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    anchor = {"area": str(area_id), "seq": head.seq, "hash": bytes(head.hash).hex(), "at": stamp}
    signed = base64.b64encode(signing.sign(_text(anchor))).decode()
    text = json.dumps({**anchor, "signature": signed}, sort_keys=True) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{area_id}-{head.seq:012d}-{stamp}.json"
    path.write_text(text)
    detail = {"seq": head.seq, "sha256": hashlib.sha256(text.encode()).hexdigest()}
    record(WRITTEN, by=None, about=head, at=at, side=Side.SERVICE, detail=detail)
    return path


def read_anchors(folder: Path, area_id: UUID) -> Anchors:
    """A file that this service did not sign, or that says something else than its name, is no anchor."""
    found = Anchors()
    for path in sorted(folder.glob(f"{area_id}-*.json")):
        raw = path.read_bytes()
        try:
            anchor = json.loads(raw)
            signature = base64.b64decode(anchor.pop("signature"))
            seq, head = int(anchor["seq"]), str(anchor["hash"])
            genuine = anchor["area"] == str(area_id) and signing.is_signed(_text(anchor), signature)
        except (ValueError, KeyError, TypeError, AttributeError):
            genuine = False
        if not genuine:
            found.unsigned.append(path.name)
            continue
        found.heads[seq] = head
        found.digests.add(hashlib.sha256(raw).hexdigest())
    return found


def areas_anchored(folder: Path) -> set[UUID]:
    found = set()
    for path in folder.glob("*-*.json"):
        try:
            found.add(UUID(path.name[:36]))
        except ValueError:
            continue
    return found


def missing_anchors(area_id: UUID, anchors: Anchors) -> list[int]:
    """The places whose anchors the trail knows and the folder does not hold."""
    written = Event.objects.filter(area_id=area_id, name=WRITTEN).values_list("detail", flat=True)
    return sorted(detail["seq"] for detail in written if detail["sha256"] not in anchors.digests)


def _text(anchor: dict[str, object]) -> bytes:
    return json.dumps(anchor, sort_keys=True).encode()
