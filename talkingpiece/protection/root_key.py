"""The root key: a Tink keyset in a file that only the service may read, outside the database and its backups.

Only its primary key seals. While it is being changed the file holds the one before it too, so that everything opens.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from functools import lru_cache
from pathlib import Path

import tink
from django.conf import settings
from django.db import connection
from tink import aead, json_proto_keyset_format, prf, secret_key_access

aead.register()
prf.register()

# Whoever seals by the root key shares this lock until their transaction ends; to take a key away is to have it whole.
_IN_USE = 7_075_001


class RootKeyMissing(RuntimeError):
    pass


def make_root_key(path: Path) -> None:
    """Write a new root key, readable by its owner only. Leaves one alone that is there.

    The file appears whole or not at all: another process that starts at the same moment never reads half a key.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # 0600 from the first moment
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(_fresh())
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(beside, path)
    finally:
        os.unlink(beside)


def _fresh() -> str:
    handle = tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM)
    text: str = json_proto_keyset_format.serialize(handle, secret_key_access.TOKEN)
    return text


def add_key(path: Path) -> bool:
    """A new key in the file seals from now on, the old one still opens. False if two were there already."""
    known = json.loads(path.read_text())
    if len(known["key"]) > 1:
        return False
    fresh = json.loads(_fresh())
    if fresh["primaryKeyId"] == known["primaryKeyId"]:
        return add_key(path)
    _replace(path, {"primaryKeyId": fresh["primaryKeyId"], "key": [*known["key"], *fresh["key"]]})
    return True


def drop_old_keys(path: Path) -> None:
    """The file holds only the key that seals. Ask `newest_alone` first whether everything opens by it."""
    _replace(path, _only_newest(json.loads(path.read_text())))


def newest_alone(path: Path) -> aead.Aead:
    return _primitive(json.dumps(_only_newest(json.loads(path.read_text()))))


def _only_newest(keyset: dict[str, object]) -> dict[str, object]:
    keys: list[dict[str, object]] = keyset["key"]  # type: ignore[assignment]
    return keyset | {"key": [key for key in keys if key["keyId"] == keyset["primaryKeyId"]]}


def _replace(path: Path, keyset: dict[str, object]) -> None:
    """In one step, and on the disk before it counts: after a power cut the file is the old one or the new one."""
    text = json.dumps(keyset)
    _primitive(text)
    before = path.stat()
    beside = path.with_name(f".{path.name}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        if (os.geteuid(), os.getegid()) != (before.st_uid, before.st_gid):
            os.fchown(file.fileno(), before.st_uid, before.st_gid)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _primitive(text: str) -> aead.Aead:
    return json_proto_keyset_format.parse(text, secret_key_access.TOKEN).primitive(aead.Aead)


@lru_cache(maxsize=4)
def _read(path: str, _state: tuple[int, int, int]) -> aead.Aead:
    return _primitive(Path(path).read_text())


def root_key_path() -> Path:
    """Raises RootKeyMissing in a real service; in the demo and in tests a development key is made on first use."""
    path = Path(settings.TP_KEY_FILE)
    if not path.exists():
        if settings.TP_MODE == "production":
            raise RootKeyMissing(
                f"The root key {path} is missing. Restore it from its escrow; a new one opens nothing."
            )
        make_root_key(path)
    return path


def root_aead() -> aead.Aead:
    """To open with. Looks whether the file has changed: a process that runs for weeks learns of a new key.

    Raises RootKeyMissing.
    """
    path = root_key_path()
    state = path.stat()
    return _read(str(path), (state.st_ino, state.st_mtime_ns, state.st_size))


def sealing_aead() -> aead.Aead:
    """To seal with, inside a transaction: until that ends, no key is taken out of the file. Raises RootKeyMissing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_IN_USE])
    return root_aead()


def nobody_is_sealing() -> bool:
    """Whether nobody seals by the root key, and if so: nobody does until this transaction ends. Never waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_IN_USE])
        row = cursor.fetchone()
    return bool(row and row[0])
