"""Another key in place of an old one. Wrapped keys change, never the rows that they seal (those stand in the history).

Each function is one short transaction's work. Nothing is remembered outside the tables and the key file, so whoever
was stopped anywhere runs it again and goes on.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from uuid import UUID

import tink
from django.apps import apps
from django.db import models
from tink import aead, proto_keyset_format

from talkingpiece.protection import keys, root_key, signing
from talkingpiece.protection.models import DataKey, TokenKey, WrappingKey
from talkingpiece.protection.third_party import SECOND_FACTORS


def begin_rotation(area_id: UUID) -> WrappingKey | None:
    """A new wrapping key for the area; None if an earlier rotation has not ended, which is then to be gone on with."""
    # One at a time: two who begin at once make one new key.
    TokenKey.objects.select_for_update(no_key=True).get(pk=area_id)
    versions = list(WrappingKey.objects.filter(area_id=area_id).values_list("version", flat=True))
    return keys.make_wrapping_key(area_id, version=max(versions) + 1) if len(versions) == 1 else None


def rewrap_some(area_id: UUID, *, limit: int) -> int:
    """How many data keys are now wrapped by the newest key that were not. Others read and write meanwhile."""
    newest = keys.newest_wrapping_key(area_id)
    rows = list(
        _wrapped_by_older(newest)
        .select_related("wrapped_by")
        .select_for_update(no_key=True, skip_locked=True, of=("self",))[:limit]
    )
    for row in rows:
        assert row.wrapped_by is not None
        handle = keys.parse(row.wrapped, keys.wrapping_aead(row.wrapped_by), row.pk.bytes)
        row.wrapped = proto_keyset_format.serialize_encrypted(handle, keys.wrapping_aead(newest), row.pk.bytes)
        row.wrapped_by = newest
    DataKey.objects.bulk_update(rows, ["wrapped", "wrapped_by"])
    return len(rows)


def end_rotation(area_id: UUID) -> WrappingKey | None:
    """The newest wrapping key, once it alone is left. None while a data key needs an older one, or one is being made.

    An older key is destroyed with its row; in a backup it lies wrapped by the root key.
    """
    if not keys.nobody_is_wrapping(area_id):
        return None
    newest = WrappingKey.objects.filter(area_id=area_id).order_by("-version")[0]
    if _wrapped_by_older(newest).exists():
        return None
    WrappingKey.objects.filter(area_id=area_id, version__lt=newest.version).delete()
    return newest


def _wrapped_by_older(newest: WrappingKey) -> models.QuerySet[DataKey]:
    return DataKey.objects.filter(area_id=newest.area_id, wrapped__isnull=False).exclude(wrapped_by=newest)


def reseal_area_keys(area_id: UUID) -> int:
    """The area's keys are sealed by the root key that is now the first. How many were not before."""
    rows: list[TokenKey | WrappingKey] = [
        *TokenKey.objects.select_for_update(no_key=True).filter(pk=area_id),
        *WrappingKey.objects.select_for_update(no_key=True).filter(area_id=area_id),
    ]
    newest = root_key.newest_alone(root_key.root_key_path())
    behind = [row for row in rows if not _opens(row, newest)]
    for row in behind:
        handle = keys.parse(row.wrapped, root_key.root_aead(), area_id.bytes)
        row.wrapped = proto_keyset_format.serialize_encrypted(handle, root_key.sealing_aead(), area_id.bytes)
        row.save(update_fields=["wrapped"])
    return len(behind)


def reseal_others() -> int:
    """What else is sealed by the root key itself: of each model that names such a field in SEALED_BY_ROOT."""
    newest, count = root_key.newest_alone(root_key.root_key_path()), 0
    for model, name in _sealed_by_root():
        for row in model._default_manager.select_for_update(no_key=True):
            sealed, bound_to = bytes(getattr(row, name)), row.pk.bytes
            if not _decrypts(newest, sealed, bound_to):
                plain = root_key.root_aead().decrypt(sealed, bound_to)
                setattr(row, name, root_key.sealing_aead().encrypt(plain, bound_to))
                row.save(update_fields=[name])
                count += 1
    count += _reseal_second_factors(newest)
    if not signing.opens_by(newest):
        signing.reseal()
        count += 1
    return count


def _reseal_second_factors(newest: aead.Aead) -> int:
    label, name, bound_to = SECOND_FACTORS
    count = 0
    for row in apps.get_model(label)._default_manager.select_for_update(no_key=True):
        values = getattr(row, name)
        behind = {
            key: sealed for key, sealed in _sealed_values(values, bound_to) if not _decrypts(newest, sealed, bound_to)
        }
        for key, sealed in behind.items():
            plain = root_key.root_aead().decrypt(sealed, bound_to)
            values[key] = base64.b64encode(root_key.sealing_aead().encrypt(plain, bound_to)).decode()
        if behind:
            row.save(update_fields=[name])
            count += 1
    return count


def _sealed_values(values: dict[str, object], bound_to: bytes) -> Iterator[tuple[str, bytes]]:
    """Those of the values that were sealed by the root key; the others are the other app's own."""
    for key, value in values.items():
        try:
            sealed = base64.b64decode(value, validate=True) if isinstance(value, str) else b""
        except ValueError:
            continue
        if sealed and _decrypts(root_key.root_aead(), sealed, bound_to):
            yield key, sealed


def old_root_key_is_needed() -> bool:
    """Whether anything of the areas in sight, or sealed by the root key itself, does not open by the newest alone."""
    newest = root_key.newest_alone(root_key.root_key_path())
    return not all(
        [
            *(_opens(row, newest) for row in TokenKey.objects.all()),
            *(_opens(row, newest) for row in WrappingKey.objects.all()),
            *(
                _decrypts(newest, bytes(getattr(row, name)), row.pk.bytes)
                for model, name in _sealed_by_root()
                for row in model._default_manager.all()
            ),
            *_second_factors_open(newest),
            signing.opens_by(newest),
        ]
    )


def _second_factors_open(newest: aead.Aead) -> Iterator[bool]:
    label, name, bound_to = SECOND_FACTORS
    for row in apps.get_model(label)._default_manager.all():
        yield from (
            _decrypts(newest, sealed, bound_to) for _key, sealed in _sealed_values(getattr(row, name), bound_to)
        )


def _sealed_by_root() -> Iterator[tuple[type[models.Model], str]]:
    for model in apps.get_models():
        name: str | None = model.__dict__.get("SEALED_BY_ROOT")
        if name:
            yield model, name


def _opens(row: TokenKey | WrappingKey, by: aead.Aead) -> bool:
    try:
        keys.parse(row.wrapped, by, row.area_id.bytes)
    except tink.TinkError:
        return False
    return True


def _decrypts(by: aead.Aead, sealed: bytes, bound_to: bytes) -> bool:
    try:
        by.decrypt(sealed, bound_to)
    except tink.TinkError:
        return False
    return True
