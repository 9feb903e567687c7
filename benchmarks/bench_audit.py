"""What the trail costs: an act with and without its row history, and the verification of a million entries."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from resource import RUSAGE_SELF, getrusage
from statistics import median

import psycopg
from django.db import connection, transaction

from devtools import roles
from talkingpiece.audit import canonical
from talkingpiece.audit.chain import verify_area
from talkingpiece.audit.rows import tables_with_history, verify_rows
from talkingpiece.cases.models import Case
from talkingpiece.protection.context import show_areas
from tests.database import Cluster
from tests.world import World, as_area

TIMES = 3
ACTS = 60
ENTRIES = 1_000_000


@contextmanager
def owner(cluster: Cluster) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    name = str(connection.settings_dict["NAME"])
    with psycopg.connect(roles.with_database(cluster.owner_url, name), autocommit=True) as db:
        yield db


def measure_history(committed_world: World, cluster: Cluster) -> None:
    """Three acts, each in a transaction of its own, by turns with and without the triggers of the row history."""
    world = committed_world
    with as_area(world):
        cases = [world.case(f"Maya{n}") for n in range(20)]

    acts: dict[str, Callable[[int], object]] = {
        "a case opened and accepted": lambda n: world.case(f"Grace{n}"),
        "one row updated": lambda n: Case.objects.filter(pk=cases[n % 20].pk).update(ended_at=_after(world, n)),
        "twenty rows updated at once": lambda n: Case.objects.filter(pk__in=[c.pk for c in cases]).update(
            ended_at=_after(world, n)
        ),
    }
    print(f"\n\n{'ms an act, median of three':<34}{'without':>10}{'with':>10}{'more':>8}")
    for name, act in acts.items():
        without, with_history = [], []
        for _time in range(TIMES):
            _switch(cluster, "DISABLE")
            without.append(_timed(world, act))
            _switch(cluster, "ENABLE")
            with_history.append(_timed(world, act))
        a, b = median(without), median(with_history)
        print(f"{name:<34}{a:>10.2f}{b:>10.2f}{b - a:>8.2f}")


def _after(world: World, number: int) -> datetime:
    return world.now + timedelta(seconds=number + 1)


def _switch(cluster: Cluster, how: str) -> None:
    with transaction.atomic():
        tables = list(tables_with_history())
    with owner(cluster) as db:
        for table in tables:
            db.execute(f"ALTER TABLE {table} {how} TRIGGER tp_history".encode())


def _timed(world: World, act: Callable[[int], object]) -> float:
    begun = time.perf_counter()
    for number in range(ACTS):
        with as_area(world):
            act(number)
    return (time.perf_counter() - begun) / ACTS * 1000


def measure_verification(committed_world: World, cluster: Cluster) -> None:
    """A chain of a million entries, half of them events and half change sets of two rows, walked three times."""
    area = committed_world.area.pk
    with owner(cluster) as db:
        for table in ("audit_event", "audit_changeset"):
            db.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER".encode())
        db.execute(
            "INSERT INTO audit_event SELECT gen_random_uuid(), %s, 'reading', 'casefile.read', gen_random_uuid(), "
            "'cases.case', gen_random_uuid(), gen_random_uuid(), 'joint', '', '{}', now(), now() "
            "FROM generate_series(1, %s)",
            [area, ENTRIES // 2],
        )
        db.execute(
            "WITH made AS (INSERT INTO audit_changeset SELECT gen_random_uuid(), %s, gen_random_uuid(), "
            "'POST cases:pause', 'talkingpiece_app', 1, now() FROM generate_series(1, %s) RETURNING id, area_id) "
            "INSERT INTO audit_rowchange (changeset_id, area_id, of_table, row_id, op, changed, old, digest) "
            "SELECT id, area_id, 'cases_ball', gen_random_uuid(), 'U', '{what,due_at}', "
            '\'{"what": "next_contact", "due_at": null}\', sha256(id::text::bytea) FROM made, generate_series(1, 2)',
            [area, ENTRIES // 2],
        )
        db.execute("ANALYZE audit_event, audit_changeset, audit_rowchange")
        _link_all(db)
        db.execute("ANALYZE audit_link")

    print(f"\n\n{'verified':<34}{'entries':>12}{'seconds':>10}{'MB more':>10}")
    seconds, before = [], getrusage(RUSAGE_SELF).ru_maxrss
    for _time in range(TIMES):
        begun = time.perf_counter()
        with transaction.atomic():
            show_areas([area])
            found = verify_area(area)
        seconds.append(time.perf_counter() - begun)
        assert found.fault is None
    more = (getrusage(RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{'the chain, median of three':<34}{found.entries:>12}{median(seconds):>10.1f}{more:>10.0f}")
    begun = time.perf_counter()
    with transaction.atomic():
        show_areas([area])
        wrong = sum(1 for _row in verify_rows(area))
    print(f"{'rows against it, once':<34}{wrong:>12}{time.perf_counter() - begun:>10.1f}")


def _link_all(db: psycopg.Connection[tuple[object, ...]]) -> None:
    """Links written by the database in one walk, as its trigger would have, over whatever is not linked yet."""
    event, change_set = canonical.of_event("e"), canonical.of_change_set("s")
    db.execute(
        f"""DO $body$ DECLARE entry record; head record; h bytea; n bigint; BEGIN
        SELECT * INTO head FROM audit_head; h := head.hash; n := head.seq;
        FOR entry IN
          SELECT e.id, {event} AS text FROM audit_event e LEFT JOIN audit_link l ON l.event_id = e.id WHERE l.id IS NULL
          UNION ALL
          SELECT s.id, {change_set} FROM audit_changeset s LEFT JOIN audit_link l ON l.event_id = s.id
            WHERE l.id IS NULL
        LOOP
          n := n + 1;
          INSERT INTO audit_link (area_id, seq, event_id, previous, hash)
            VALUES (head.area_id, n, entry.id, h, sha256(h || convert_to(entry.text, 'UTF8')))
            RETURNING hash INTO h;
        END LOOP;
        UPDATE audit_head SET seq = n, hash = h; END $body$""".encode()
    )
