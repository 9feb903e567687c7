"""The root key: a Tink keyset in a file that only the service may read, outside the database and its backups."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

import tink
from django.conf import settings
from tink import aead, json_proto_keyset_format, prf, secret_key_access

aead.register()
prf.register()


class RootKeyMissing(RuntimeError):
    pass


def make_root_key(path: Path) -> None:
    """Write a new root key, readable by its owner only. Refuses to overwrite one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM)
    text = json_proto_keyset_format.serialize(handle, secret_key_access.TOKEN)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w") as file:
        file.write(text)


@lru_cache(maxsize=4)
def _read(path: str) -> aead.Aead:
    handle = json_proto_keyset_format.parse(Path(path).read_text(), secret_key_access.TOKEN)
    return handle.primitive(aead.Aead)


def root_aead() -> aead.Aead:
    """Raises RootKeyMissing in a real service; in the demo and in tests a development key is made on first use."""
    path = Path(settings.TP_KEY_FILE)
    if not path.exists():
        if settings.TP_MODE == "production":
            raise RootKeyMissing(
                f"The root key {path} is missing. Restore it from its escrow; a new one opens nothing."
            )
        make_root_key(path)
    return _read(str(path))
