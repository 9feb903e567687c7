"""Where files lie: encrypted, outside of everything that is served, under names that say nothing.

The content opens only with the data key that sealed it and for the row that it belongs to. A file whose key was
destroyed is noise, in every backup too.
"""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models

from talkingpiece.protection.keys import data_aead

_SUFFIX = ".sealed"


class FileGone(LookupError):
    """The row names a file that is not there."""


def put(content: bytes, *, key_id: UUID, row: models.Model) -> UUID:
    """The name under which it lies now. If the transaction does not commit, noise is left that no row names."""
    name = uuid4()
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    sealed = data_aead(key_id).encrypt(content, _bound_to(row, name))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    return name


def get(name: UUID, *, key_id: UUID, row: models.Model) -> bytes:
    """Raises FileGone; protection.keys.KeyGone; tink.TinkError for what was altered or belongs to another row."""
    try:
        sealed = _path(name).read_bytes()
    except FileNotFoundError:
        raise FileGone(str(name)) from None
    content: bytes = data_aead(key_id).decrypt(sealed, _bound_to(row, name))
    return content


def destroy(name: UUID) -> None:
    """Twice is once."""
    _path(name).unlink(missing_ok=True)


def _path(name: UUID) -> Path:
    return Path(settings.TP_FILES) / name.hex[:2] / f"{name.hex}{_SUFFIX}"


def _bound_to(row: models.Model, name: UUID) -> bytes:
    return f"{row._meta.label_lower}|{row.pk}|{name}".encode()
