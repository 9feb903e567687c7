"""The trail: append-only, and linked when the transaction commits."""

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from devtools import roles
from talkingpiece.audit.chain import verify_area
from talkingpiece.audit.models import ChangeSet, Event
from talkingpiece.audit.tasks import anchor
from tests.world import World, as_area

TABLES = ("audit_event", "audit_link", "audit_changeset", "audit_rowchange")
STATEMENTS = [
    *(f"UPDATE {table} SET area_id = gen_random_uuid()" for table in TABLES),
    *(f"DELETE FROM {table}" for table in TABLES),
    *(f"TRUNCATE {table}" for table in TABLES),
]
FORGERIES = [
    "INSERT INTO audit_link SELECT * FROM audit_link",
    "UPDATE audit_head SET seq = 0",
    "DELETE FROM audit_head",
    "INSERT INTO audit_changeset SELECT * FROM audit_changeset",
    "INSERT INTO audit_rowchange SELECT * FROM audit_rowchange",
    "SELECT audit_append(gen_random_uuid(), gen_random_uuid(), 'forged')",
    "ALTER TABLE audit_event DISABLE TRIGGER USER",
    "SET session_replication_role = replica",
]


def found(world: World):
    with as_area(world):
        return verify_area(world.area.pk)


def test_every_entry_is_linked_when_its_transaction_commits(committed_world: World) -> None:
    with as_area(committed_world):
        before = verify_area(committed_world.area.pk)
        committed_world.person("Rowan")
        assert verify_area(committed_world.area.pk).entries == before.entries

    after = found(committed_world)

    assert after.fault is None
    assert after.entries > before.entries
    with as_area(committed_world):
        assert Event.objects.count() + ChangeSet.objects.count() == after.entries


@pytest.mark.parametrize("statement", [*STATEMENTS, *FORGERIES])
def test_the_application_can_only_add_an_event(committed_world: World, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
        as_area(committed_world),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_owner_cannot_change_an_entry_either(committed_world: World, cluster, statement: str) -> None:
    name = connection.settings_dict["NAME"]
    with (
        psycopg.connect(roles.with_database(cluster.owner_url, name), autocommit=True) as db,
        pytest.raises(psycopg.errors.RaiseException, match="append-only"),
    ):
        db.execute(statement)


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


def test_the_heads_are_anchored_on_schedule(committed_world: World, tmp_path, settings) -> None:
    settings.TP_ANCHORS = str(tmp_path)

    anchor()

    assert [path.name.startswith(str(committed_world.area.pk)) for path in tmp_path.glob("*.json")] == [True]
    with as_area(committed_world):
        assert Event.objects.filter(name="anchor.written").count() == 1
