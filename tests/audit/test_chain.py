"""The trail: append-only, linked at commit, and every way of tampering with it found by name."""

import json
from collections.abc import Callable
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from talkingpiece.audit.chain import verify_area
from talkingpiece.audit.models import Event
from tests.world import World, as_area


@contextmanager
def as_administrator(cluster):
    """Somebody with the owner's role and every trigger switched off: what no application can do."""
    name = connection.settings_dict["NAME"]
    from devtools import roles

    with psycopg.connect(roles.with_database(cluster.owner_url, name), autocommit=True) as db:
        for table in ("audit_event", "audit_link"):
            db.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield db


def found(world: World, anchors: Path | None = None):
    with as_area(world):
        return verify_area(world.area.pk, anchors)


def test_every_event_is_linked_when_its_transaction_commits(committed_world: World) -> None:
    with as_area(committed_world):
        before = verify_area(committed_world.area.pk)
        committed_world.person("Rowan")
        assert verify_area(committed_world.area.pk).entries == before.entries

    after = found(committed_world)

    assert after.fault is None
    assert after.entries > before.entries
    with as_area(committed_world):
        assert Event.objects.count() == after.entries


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET name = 'x'", "DELETE FROM audit_event"])
def test_the_application_can_neither_change_nor_delete_an_entry(committed_world: World, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        as_area(committed_world),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_owner_cannot_either(committed_world: World, cluster) -> None:
    from devtools import roles

    name = connection.settings_dict["NAME"]
    with (
        psycopg.connect(roles.with_database(cluster.owner_url, name), autocommit=True) as db,
        pytest.raises(psycopg.errors.RaiseException, match="append-only"),
    ):
        db.execute("UPDATE audit_event SET name = 'x'")


THIRD = "(SELECT event_id FROM audit_link WHERE seq = 3)"


def edit(db):
    db.execute("UPDATE audit_event SET detail = '{\"changed\": true}' WHERE id = " + THIRD)


def delete(db):
    db.execute("DELETE FROM audit_event WHERE id = " + THIRD)


def insert(db):
    db.execute(
        "INSERT INTO audit_event SELECT gen_random_uuid(), area_id, kind, 'forged', actor_id, about_type, about_id, "
        "case_id, side, basis, detail, happened_at, recorded_at FROM audit_event LIMIT 1"
    )


def swap(db):
    db.execute("UPDATE audit_link SET seq = -1 WHERE seq = 3")
    db.execute("UPDATE audit_link SET seq = 3 WHERE seq = 4")
    db.execute("UPDATE audit_link SET seq = 4 WHERE seq = -1")


def cut_tail(db):
    db.execute("DELETE FROM audit_event WHERE id = (SELECT event_id FROM audit_link ORDER BY seq DESC LIMIT 1)")
    db.execute("DELETE FROM audit_link WHERE seq = (SELECT max(seq) FROM audit_link)")


@pytest.mark.parametrize(
    ("tamper", "at", "what"),
    [
        (edit, 3, "altered"),
        (delete, 3, "deleted"),
        (swap, 3, "does not follow"),
        (cut_tail, None, "tail was cut"),
        (insert, None, "inserted"),
    ],
)
def test_tampering_is_found_and_the_first_bad_entry_named(
    committed_world: World, cluster, tamper: Callable[..., None], at: int | None, what: str
) -> None:
    whole = found(committed_world)
    assert whole.fault is None

    with as_administrator(cluster) as db:
        tamper(db)
    fault = found(committed_world).fault

    assert fault is not None
    assert what in fault.what
    if at is not None:
        assert fault.seq == at


def cut_tail_and_head(db):
    cut_tail(db)
    db.execute(
        "UPDATE audit_head SET seq = l.seq, hash = l.hash "
        "FROM (SELECT seq, hash FROM audit_link ORDER BY seq DESC LIMIT 1) l"
    )


def test_a_tail_cut_with_its_head_is_found_by_an_anchor_kept_elsewhere(
    committed_world: World, cluster, tmp_path: Path
) -> None:
    call_command("audit", "anchor", "--to", str(tmp_path), stdout=StringIO())
    with as_administrator(cluster) as db:
        cut_tail_and_head(db)

    assert found(committed_world).fault is None
    fault = found(committed_world, tmp_path).fault
    assert fault is not None
    assert "anchor" in fault.what


def test_a_rewritten_chain_is_not_what_was_anchored(committed_world: World, tmp_path: Path) -> None:
    call_command("audit", "anchor", "--to", str(tmp_path), stdout=StringIO())
    anchor = next(tmp_path.glob("*.json"))
    anchor.write_text(json.dumps(json.loads(anchor.read_text()) | {"hash": "00" * 32}))

    fault = found(committed_world, tmp_path).fault

    assert fault is not None
    assert "anchored" in fault.what


def test_the_command_says_whole_and_exits_with_one_when_it_is_not(committed_world: World, cluster) -> None:
    said = StringIO()
    call_command("audit", "verify", stdout=said)
    assert "whole" in said.getvalue()

    with as_administrator(cluster) as db:
        edit(db)
    said = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("audit", "verify", stdout=said)

    assert stopped.value.code == 1
    assert "BROKEN at entry 3" in said.getvalue()


def test_an_act_that_is_undone_leaves_no_entry(committed_world: World) -> None:
    before = found(committed_world).entries

    def undone() -> None:
        with as_area(committed_world):
            committed_world.person("Rowan")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()

    with transaction.atomic():
        assert found(committed_world).entries == before
