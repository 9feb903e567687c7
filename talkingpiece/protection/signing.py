"""The service's signature under what it copies elsewhere. The key lies in a file beside the root key, wrapped by it:
whoever can write to the place where the copies lie, or to the database, can forge none of them."""

from __future__ import annotations

import os
from pathlib import Path

import tink
from django.conf import settings
from tink import KeysetHandle, TinkError, aead, json_proto_keyset_format, signature

from talkingpiece.protection.root_key import root_aead, sealing_aead

signature.register()

_BOUND_TO = b"talkingpiece signing key"


def sign(text: bytes) -> bytes:
    made: bytes = _key().primitive(signature.PublicKeySign).sign(text)
    return made


def is_signed(text: bytes, by: bytes) -> bool:
    """Whether this service signed exactly this text."""
    try:
        _key().public_keyset_handle().primitive(signature.PublicKeyVerify).verify(by, text)
    except TinkError:
        return False
    return True


def _key() -> KeysetHandle:
    """Made on first use. A lost key is not replaced unnoticed: nothing that it signed is believed any more."""
    path = Path(settings.TP_SIGNING_KEY_FILE)
    if not path.exists():
        _make(path)
    return json_proto_keyset_format.parse_encrypted(path.read_text(), root_aead(), _BOUND_TO)


def _make(path: Path) -> None:
    handle = tink.new_keyset_handle(signature.signature_key_templates.ED25519)
    text = json_proto_keyset_format.serialize_encrypted(handle, root_aead(), _BOUND_TO)
    path.parent.mkdir(parents=True, exist_ok=True)
    # Whole or not at all, and never over another: two processes may come here at the same moment.
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_text(text)
    part.chmod(0o600)
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()


def opens_by(key: aead.Aead) -> bool:
    """Whether this root key opens the signing key, or there is none yet."""
    path = Path(settings.TP_SIGNING_KEY_FILE)
    if not path.exists():
        return True
    try:
        json_proto_keyset_format.parse_encrypted(path.read_text(), key, _BOUND_TO)
    except TinkError:
        return False
    return True


def reseal() -> None:
    """The same signing key, sealed by the root key that is now the first; in one step: others read the file."""
    path = Path(settings.TP_SIGNING_KEY_FILE)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_text(json_proto_keyset_format.serialize_encrypted(_key(), sealing_aead(), _BOUND_TO))
    part.chmod(0o600)
    part.replace(path)
