"""Whoever carries off a dump of the database, without the root key, reads nothing of what was sealed."""

import base64
import subprocess
from pathlib import Path
from uuid import uuid4

from django.db import connection

from devtools import roles
from devtools.postgres.server import _wheel_binaries
from talkingpiece.agreements.models import Agreement
from talkingpiece.documents import vault
from talkingpiece.documents.models import PreparedFile
from talkingpiece.protection import keys
from tests.protection.planted import SEALED, filled, lax, plant, sealed_fields
from tests.world import World, as_area

__all__ = ["lax"]


def in_any_writing(canary: str) -> list[bytes]:
    """As text, in other encodings, as hexadecimal figures and in base64, wherever in a longer text it begins."""
    raw = canary.encode()
    forms = [raw, canary.encode("utf-16-le"), canary.encode("utf-16-be"), canary.encode("ascii", "backslashreplace")]
    shifted = [base64.b64encode(b" " * n + raw)[4:-4] for n in range(3)]
    return [*forms, *(form.hex().encode() for form in forms), *shifted]


def dump(cluster) -> bytes:
    url = roles.with_role(cluster.owner_url, "postgres", None, str(connection.settings_dict["NAME"]))
    done = subprocess.run([str(Path(_wheel_binaries()) / "pg_dump"), url], capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_stolen_dump_and_the_files_beside_it_hold_none_of_the_planted_strings(
    lax: World, cluster, settings, tmp_path: Path
) -> None:
    settings.TP_FILES = tmp_path
    planted: list[str] = []
    with as_area(lax):
        planted.append(f"canary{uuid4().hex}ąé")
        key = keys.make_data_key(lax.area.pk)
        vault.put(planted[0].encode(), key_id=key.pk, row=PreparedFile(area_id=lax.area.pk, key=key))
        for model in SEALED:
            planted += plant(model, lax)
        in_clear = f"canary{uuid4().hex}"
        Agreement.objects.bulk_create(
            [Agreement(**filled(Agreement, lax) | {"title": in_clear, "purpose": base64.b64encode(in_clear.encode())})]
        )
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    stolen = b"".join([dump(cluster), *files])
    assert files

    assert len(planted) > 80
    assert {canary for canary in planted if any(form in stolen for form in in_any_writing(canary))} == set()
    # The same search does find what is not sealed.
    assert any(form in stolen for form in in_any_writing(in_clear))


def test_what_was_planted_can_be_read_with_the_keys(lax: World) -> None:
    with as_area(lax):
        planted = {model: plant(model, lax) for model in SEALED}
    keys.forget_keys()
    with as_area(lax):
        for model, canaries in planted.items():
            # The world has made rows of its own.
            found = [str(getattr(row, f.attname)) for row in model._default_manager.all() for f in sealed_fields(model)]
            assert all(any(canary in text for text in found) for canary in canaries), model
