"""Data keys: made, wrapped by the area's key, fetched in batches, and kept only as long as a request or a job."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

import tink
from django.db import connection
from tink import KeysetHandle, aead, prf, proto_keyset_format

from talkingpiece.protection.models import DataKey, TokenKey, WrappingKey
from talkingpiece.protection.root_key import root_aead, sealing_aead


class KeyGone(LookupError):
    """The data key was destroyed, or belongs to an area that is not in sight. What it sealed cannot be read."""


@dataclass
class _Ring:
    """The keys that this request has opened, and those that rows already read will need."""

    wrapping: dict[UUID, aead.Aead] = field(default_factory=dict)
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


def make_area_keys(area_id: UUID) -> None:
    """Give a new area its keys. Its rows must be in sight."""
    token_key = tink.new_keyset_handle(prf.prf_key_templates.HMAC_SHA256)
    by = sealing_aead()
    TokenKey.objects.create(
        area_id=area_id, wrapped=proto_keyset_format.serialize_encrypted(token_key, by, area_id.bytes)
    )
    make_wrapping_key(area_id, version=1)


def make_wrapping_key(area_id: UUID, *, version: int) -> WrappingKey:
    """Data keys made from now on are wrapped by it."""
    key = tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM)
    wrapped = proto_keyset_format.serialize_encrypted(key, sealing_aead(), area_id.bytes)
    return WrappingKey.objects.create(area_id=area_id, version=version, wrapped=wrapped)


def wrapping_aead(key: WrappingKey) -> aead.Aead:
    ring = _current()
    if key.pk not in ring.wrapping:
        ring.wrapping[key.pk] = _open_by_root(key).primitive(aead.Aead)
    return ring.wrapping[key.pk]


def token_prf(area_id: UUID) -> prf.PrfSet:
    """Raises KeyGone."""
    ring = _current()
    if area_id not in ring.tokens:
        row = TokenKey.objects.filter(pk=area_id).first()
        if row is None:
            raise KeyGone(f"area {area_id}")
        ring.tokens[area_id] = _open_by_root(row).primitive(prf.PrfSet)
    return ring.tokens[area_id]


def _open_by_root(row: WrappingKey | TokenKey) -> KeysetHandle:
    try:
        return parse(row.wrapped, root_aead(), row.area_id.bytes)
    except tink.TinkError:
        # Between the reading of the row and of the root key, the row was sealed anew and the old root key taken away.
        row.refresh_from_db(fields=["wrapped"])
        return parse(row.wrapped, root_aead(), row.area_id.bytes)


def parse(wrapped: bytes | memoryview | None, by: aead.Aead, bound_to: bytes) -> KeysetHandle:
    return proto_keyset_format.parse_encrypted(bytes(wrapped or b""), by, bound_to)


def newest_wrapping_key(area_id: UUID) -> WrappingKey:
    """The key that wraps what is new; it stays at least until this transaction ends. Raises KeyGone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_lock_of(area_id)])
    newest = WrappingKey.objects.filter(area_id=area_id).order_by("-version").first()
    if newest is None:
        raise KeyGone(f"area {area_id}")
    return newest


def nobody_is_wrapping(area_id: UUID) -> bool:
    """Whether nobody makes data keys in the area, and if so: nobody does until this transaction ends. Never waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_lock_of(area_id)])
        row = cursor.fetchone()
    return bool(row and row[0])


def _lock_of(area_id: UUID) -> int:
    return int.from_bytes(area_id.bytes[:8], "big", signed=True)


def make_data_key(area_id: UUID) -> DataKey:
    handle = tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM)
    key_id = uuid4()
    by = newest_wrapping_key(area_id)
    wrapped = proto_keyset_format.serialize_encrypted(handle, wrapping_aead(by), key_id.bytes)
    _current().open[key_id] = handle.primitive(aead.Aead)
    return DataKey.objects.create(id=key_id, area_id=area_id, wrapped=wrapped, wrapped_by=by)


def destroy_data_key(key_id: UUID, *, at: datetime) -> None:
    """What it sealed is unreadable from the commit on. There is no way back.

    A backup from before still holds the wrapped key: what was erased since must be erased again after a restore.
    """
    DataKey.objects.filter(pk=key_id).update(wrapped=None, wrapped_by=None, destroyed_at=at)
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
        # Each with the key that wraps it in one statement: in between, another could have wrapped it.
        rows = DataKey.objects.filter(pk__in=ring.wanted, wrapped__isnull=False).select_related("wrapped_by")
        for row in rows:
            assert row.wrapped_by is not None
            ring.open[row.pk] = parse(row.wrapped, wrapping_aead(row.wrapped_by), row.pk.bytes).primitive(aead.Aead)
        ring.wanted.clear()
    try:
        return ring.open[key_id]
    except KeyError:
        raise KeyGone(str(key_id)) from None
