"""Data keys: made, wrapped by the area's key, fetched in batches, and kept only as long as a request or a job."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

import tink
from tink import KeysetHandle, aead, prf, proto_keyset_format

from talkingpiece.protection.models import AreaKey, DataKey
from talkingpiece.protection.root_key import root_aead


class KeyGone(LookupError):
    """The data key was destroyed, or belongs to an area that is not in sight. What it sealed cannot be read."""


@dataclass
class _Ring:
    """The keys that this request has opened, and those that rows already read will need."""

    areas: dict[UUID, aead.Aead] = field(default_factory=dict)
    tokens: dict[UUID, prf.PrfSet] = field(default_factory=dict)
    open: dict[UUID, aead.Aead] = field(default_factory=dict)
    wanted: set[UUID] = field(default_factory=set)


_ring: ContextVar[_Ring | None] = ContextVar("tp_key_ring", default=None)


def _current() -> _Ring:
    ring = _ring.get()
    if ring is None:
        ring = _Ring()
        _ring.set(ring)
    return ring


def forget_keys() -> None:
    """Called at the start and the end of each request and job: an opened key never outlives them."""
    _ring.set(None)


def make_area_key(area_id: UUID) -> None:
    """Give a new area its keys. Its rows must be in sight."""
    key = tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM)
    token_key = tink.new_keyset_handle(prf.prf_key_templates.HMAC_SHA256)
    AreaKey.objects.create(
        area_id=area_id,
        wrapped=proto_keyset_format.serialize_encrypted(key, root_aead(), area_id.bytes),
        token_key=proto_keyset_format.serialize_encrypted(token_key, root_aead(), area_id.bytes),
    )


def _area_row(area_id: UUID) -> AreaKey:
    try:
        return AreaKey.objects.get(pk=area_id)
    except AreaKey.DoesNotExist:
        raise KeyGone(f"area {area_id}") from None


def _area_aead(area_id: UUID) -> aead.Aead:
    ring = _current()
    if area_id not in ring.areas:
        row = _area_row(area_id)
        ring.areas[area_id] = _parse(bytes(row.wrapped), root_aead(), area_id.bytes).primitive(aead.Aead)
        ring.tokens[area_id] = _parse(bytes(row.token_key), root_aead(), area_id.bytes).primitive(prf.PrfSet)
    return ring.areas[area_id]


def token_prf(area_id: UUID) -> prf.PrfSet:
    _area_aead(area_id)
    return _current().tokens[area_id]


def _parse(wrapped: bytes, by: aead.Aead, bound_to: bytes) -> KeysetHandle:
    return proto_keyset_format.parse_encrypted(wrapped, by, bound_to)


def make_data_key(area_id: UUID) -> DataKey:
    handle = tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM)
    key_id = uuid4()
    wrapped = proto_keyset_format.serialize_encrypted(handle, _area_aead(area_id), key_id.bytes)
    _current().open[key_id] = handle.primitive(aead.Aead)
    return DataKey.objects.create(id=key_id, area_id=area_id, wrapped=wrapped)


def destroy_data_key(key_id: UUID, *, at: datetime) -> None:
    """What it sealed is unreadable from the commit on, in every backup too. There is no way back."""
    DataKey.objects.filter(pk=key_id).update(wrapped=None, destroyed_at=at)
    _current().open.pop(key_id, None)


def want(key_id: UUID) -> None:
    """A row was read that this key seals: fetch it together with the others when the first is opened."""
    ring = _current()
    if key_id not in ring.open:
        ring.wanted.add(key_id)


def data_aead(key_id: UUID) -> aead.Aead:
    """Raises KeyGone."""
    ring = _current()
    if key_id not in ring.open:
        ring.wanted.add(key_id)
        for row in DataKey.objects.filter(pk__in=ring.wanted, wrapped__isnull=False):
            wrapped = bytes(row.wrapped or b"")
            ring.open[row.pk] = _parse(wrapped, _area_aead(row.area_id), row.pk.bytes).primitive(aead.Aead)
        ring.wanted.clear()
    try:
        return ring.open[key_id]
    except KeyError:
        raise KeyGone(str(key_id)) from None
