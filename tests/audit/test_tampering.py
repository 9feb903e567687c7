"""The tamper suite: whoever owns the database and switches every trigger off is found all the same, and the first bad
entry named. Eight ways, and the anchors' own."""

import json
import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction

from talkingpiece.audit import canonical
from tests.audit.administrator import as_administrator
from tests.database import clone_in_use
from tests.world import World, as_area, build_world

# The first entries of the small world are its area's keys; the third event stands somewhere behind them.
EVENT = "(SELECT l.event_id FROM audit_link l JOIN audit_event e ON e.id = l.event_id ORDER BY l.seq OFFSET 2 LIMIT 1)"
SET = "(SELECT l.event_id FROM audit_link l JOIN audit_changeset s ON s.id = l.event_id ORDER BY l.seq LIMIT 1)"


def edit(db):
    db.execute("UPDATE audit_event SET detail = '{\"changed\": true}' WHERE id = " + EVENT)


def edit_who(db):
    db.execute("UPDATE audit_changeset SET actor_id = gen_random_uuid() WHERE id = " + SET)


def edit_old_value(db):
    db.execute("UPDATE audit_rowchange SET digest = sha256('') WHERE changeset_id = " + SET)


def delete(db):
    db.execute("DELETE FROM audit_event WHERE id = " + EVENT)


def delete_change(db):
    db.execute(
        "DELETE FROM audit_rowchange WHERE id = (SELECT min(id) FROM audit_rowchange WHERE changeset_id = " + SET + ")"
    )


def delete_with_link(db):
    db.execute("WITH gone AS (DELETE FROM audit_event WHERE id = " + EVENT + " RETURNING id) "
               "DELETE FROM audit_link WHERE event_id IN (SELECT id FROM gone)")  # fmt: skip


def swap(db):
    db.execute("UPDATE audit_link SET seq = -1 WHERE seq = 3")
    db.execute("UPDATE audit_link SET seq = 3 WHERE seq = 4")
    db.execute("UPDATE audit_link SET seq = 4 WHERE seq = -1")


def insert(db):
    db.execute(
        "INSERT INTO audit_event SELECT gen_random_uuid(), area_id, kind, 'forged', actor_id, about_type, about_id, "
        "case_id, side, basis, detail, happened_at, recorded_at FROM audit_event LIMIT 1"
    )


def insert_change(db):
    db.execute(
        "INSERT INTO audit_rowchange (changeset_id, area_id, of_table, row_id, op, changed) "
        "SELECT gen_random_uuid(), area_id, of_table, row_id, 'D', '{}' FROM audit_rowchange LIMIT 1"
    )


def cut_tail(db):
    last = "(SELECT event_id FROM audit_link ORDER BY seq DESC LIMIT 1)"
    db.execute("DELETE FROM audit_event WHERE id = " + last)
    db.execute("DELETE FROM audit_rowchange WHERE changeset_id = " + last)
    db.execute("DELETE FROM audit_changeset WHERE id = " + last)
    db.execute("DELETE FROM audit_link WHERE seq = (SELECT max(seq) FROM audit_link)")


def cut_tail_and_head(db):
    cut_tail(db)
    db.execute(
        "UPDATE audit_head SET seq = l.seq, hash = l.hash "
        "FROM (SELECT seq, hash FROM audit_link ORDER BY seq DESC LIMIT 1) l"
    )


def number(db, statement: str) -> int:
    row = db.execute(statement).fetchone()
    assert row
    return int(row[0])


def last_place(db) -> int:
    return number(db, "SELECT max(seq) FROM audit_link")


def place(cluster, of: str) -> int:
    with as_administrator(cluster) as db:
        return number(db, "SELECT seq FROM audit_link WHERE event_id = " + of)


def verify(*options: str) -> tuple[int, str]:
    """What `talkingpiece audit verify` says, and its exit code."""
    said = StringIO()
    try:
        call_command("audit", "verify", *options, stdout=said)
    except SystemExit as stopped:
        return int(str(stopped.code)), said.getvalue()
    return 0, said.getvalue()


def anchored(folder: Path) -> Path:
    call_command("audit", "anchor", "--to", str(folder), stdout=StringIO())
    return sorted(folder.glob("*.json"))[-1]


def test_what_nobody_touched_is_whole(committed_world: World, cluster, tmp_path: Path) -> None:
    anchored(tmp_path)
    with as_administrator(cluster):
        pass

    code, said = verify("--anchors", str(tmp_path), "--rows")

    assert code == 0
    assert "whole" in said


@pytest.mark.parametrize(
    ("tamper", "of", "what"),
    [
        (edit, EVENT, "altered"),
        (edit_who, SET, "altered"),
        (edit_old_value, SET, "altered"),
        (delete, EVENT, "deleted"),
        (delete_change, SET, "altered"),
        (delete_with_link, EVENT, "missing"),
        (swap, "(SELECT event_id FROM audit_link WHERE seq = 3)", "does not follow"),
    ],
)
def test_an_edit_a_deletion_and_a_swap_are_found_and_the_first_bad_entry_named(
    committed_world: World, cluster, tamper: Callable[..., None], of: str, what: str
) -> None:
    seq = place(cluster, of)

    with as_administrator(cluster) as db:
        tamper(db)
    code, said = verify()

    assert code == 1
    assert f"BROKEN at entry {seq}: " in said
    assert what in said


@pytest.mark.parametrize(
    ("tamper", "what"), [(insert, "inserted"), (insert_change, "inserted"), (cut_tail, "tail was cut")]
)
def test_an_insertion_and_a_cut_tail_are_found_at_the_end(
    committed_world: World, cluster, tamper: Callable[..., None], what: str
) -> None:
    with as_administrator(cluster) as db:
        tamper(db)
        last = last_place(db)
    code, said = verify()

    assert code == 1
    assert f"BROKEN at entry {last + 1}: " in said
    assert what in said


def test_a_tail_cut_with_its_head_is_found_by_an_anchor_kept_elsewhere(
    committed_world: World, cluster, tmp_path: Path
) -> None:
    anchored(tmp_path)
    with as_administrator(cluster) as db:
        last = last_place(db)
        for _entry in range(2):  # the entry that tells of the anchor, and the one that was anchored
            cut_tail_and_head(db)

    assert verify()[0] == 0
    code, said = verify("--anchors", str(tmp_path))
    assert code == 1
    assert f"BROKEN at entry {last - 1}: an anchor knows entry" in said


def test_a_restored_old_state_is_found_though_it_is_whole_in_itself(
    committed_world: World, cluster, tmp_path: Path
) -> None:
    anchored(tmp_path)
    for connection in connections.all():
        connection.close()
    with clone_in_use(cluster, of=str(connections["default"].settings_dict["NAME"])):  # what was backed up, lived on
        with as_area(committed_world):
            committed_world.case()
        anchored(tmp_path)
        assert verify("--anchors", str(tmp_path))[0] == 0

    code, said = verify()
    assert (code, "whole" in said) == (0, True)
    code, said = verify("--anchors", str(tmp_path))
    assert code == 1
    assert "an old state restored" in said


def test_a_chain_rewritten_from_the_first_entry_is_not_what_was_anchored(
    committed_world: World, cluster, tmp_path: Path
) -> None:
    """Whoever computes every hash anew deceives the chain, and not the anchor."""
    anchored(tmp_path)
    with as_administrator(cluster) as db:
        edit(db)
        rewrite(db)

    assert verify()[0] == 0
    code, said = verify("--anchors", str(tmp_path))
    assert code == 1
    assert "it is not what was anchored" in said


def rewrite(db) -> None:
    db.execute("CREATE TEMP TABLE kept AS SELECT * FROM audit_link ORDER BY seq")
    db.execute("DELETE FROM audit_link")
    db.execute("DELETE FROM audit_head")
    for (entry,) in db.execute("SELECT event_id FROM kept ORDER BY seq").fetchall():
        for table, text in TEXTS.items():
            db.execute(f"SELECT audit_append(t.area_id, t.id, {text}) FROM {table} t WHERE t.id = %s", [entry])


TEXTS = {"audit_event": canonical.of_event("t"), "audit_changeset": canonical.of_change_set("t")}


def test_a_forged_anchor_is_refused(committed_world: World, tmp_path: Path) -> None:
    anchor = anchored(tmp_path)
    anchor.write_text(json.dumps(json.loads(anchor.read_text()) | {"hash": "00" * 32}))

    code, said = verify("--anchors", str(tmp_path))

    assert code == 1
    assert anchor.name in said
    assert "forged" in said


def test_the_anchor_of_one_area_is_none_of_another(committed_world: World, tmp_path: Path) -> None:
    with transaction.atomic():
        other = build_world(slug="wexbourne", code="WEX", name="Wexbourne")
    anchored(tmp_path)
    theirs = next(tmp_path.glob(f"{other.area.pk}-*.json"))
    shutil.copy(theirs, tmp_path / theirs.name.replace(str(other.area.pk), str(committed_world.area.pk)))

    code, said = verify("--anchors", str(tmp_path))

    assert code == 1
    assert "forged" in said


def test_an_area_that_was_anchored_and_is_gone_is_missed(committed_world: World, tmp_path: Path) -> None:
    gone = "00000000-0000-0000-0000-000000000001"
    anchor = anchored(tmp_path)
    shutil.copy(anchor, tmp_path / anchor.name.replace(str(committed_world.area.pk), gone))

    code, said = verify("--anchors", str(tmp_path))

    assert code == 1
    assert f"{gone}: BROKEN" in said


def test_an_anchor_that_was_taken_away_is_missed(committed_world: World, tmp_path: Path) -> None:
    first = anchored(tmp_path)
    with as_area(committed_world):
        committed_world.person("Rowan")
    anchored(tmp_path)
    first.unlink()

    code, said = verify("--anchors", str(tmp_path))

    assert code == 1
    assert "taken away" in said


def test_anchors_signed_with_a_key_that_was_lost_are_not_believed(
    committed_world: World, tmp_path: Path, settings
) -> None:
    anchored(tmp_path / "anchors")
    assert verify("--anchors", str(tmp_path / "anchors"))[0] == 0

    settings.TP_SIGNING_KEY_FILE = str(tmp_path / "another.json")

    assert verify("--anchors", str(tmp_path / "anchors"))[0] == 1


def test_without_the_folder_nothing_is_called_whole(committed_world: World, tmp_path: Path) -> None:
    with pytest.raises(CommandError) as stopped:
        verify("--anchors", str(tmp_path / "nowhere"))

    assert stopped.value.returncode == 2


@pytest.mark.parametrize(
    ("statements", "what"),
    [
        (["UPDATE people_person SET language = 'x'"], "was changed past the trail"),
        (
            ["DELETE FROM people_persontoken", "DELETE FROM people_contactpoint", "DELETE FROM people_person"],
            "was deleted past the trail",
        ),
    ],
)
def test_a_row_changed_with_its_trigger_switched_off_is_named(
    committed_world: World, cluster, statements: list[str], what: str
) -> None:
    with as_area(committed_world):
        person = committed_world.person("Rowan")

    with as_administrator(cluster, "people_person", "people_contactpoint") as db:
        for statement in statements:
            db.execute(statement)

    assert verify()[0] == 0, "the chain itself was not touched"
    code, said = verify("--rows")
    assert code == 1
    assert f"ROW {person.pk} of people_person {what}" in said


def test_a_row_inserted_with_its_trigger_switched_off_is_named(committed_world: World, cluster) -> None:
    with as_administrator(cluster, "accounts_roleholding") as db:
        db.execute(
            "INSERT INTO accounts_roleholding SELECT gen_random_uuid(), 'coordinator', now(), NULL, area_id, user_id "
            "FROM accounts_roleholding WHERE role = 'evaluator'"
        )

    code, said = verify("--rows")

    assert code == 1
    assert "of accounts_roleholding was inserted past the trail" in said
