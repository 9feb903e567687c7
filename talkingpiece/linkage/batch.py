"""Links any number of records, in one process and without a database: DuckDB for pairs, then clusters."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import TypeAlias

import duckdb
import numpy as np
import pyarrow as pa

from talkingpiece.linkage import clusters, prepare, statement
from talkingpiece.linkage.clusters import NOT_SAME, SAME, Clusters, Pairs
from talkingpiece.linkage.model import Model
from talkingpiece.linkage.model import load as load_model
from talkingpiece.linkage.prepare import NotRecords, Source

# Makes the table `scored` of all records of `r` that some rule of the model lets meet: see `statement.scored`.
Engine: TypeAlias = Callable[[duckdb.DuckDBPyConnection, Model, int], None]
MEMORY = "1200MB"
LINK, REVIEW = "link", "review"


@dataclass(frozen=True)
class Decision:
    """What a person said of two records. It outranks every run."""

    left: str
    right: str
    same: bool


@dataclass
class Linked:
    """`clusters`: record_id, cluster_id, weight, for every record. `pairs`: left_id, right_id, weight, band, and how
    each comparison came out (the place of its level in the model, -1 where it was skipped); both bands, and pairs that
    a person decided. `matches`: record_id, matched_record_id, weight, for every query."""

    clusters: pa.Table
    pairs: pa.Table
    matches: pa.Table | None
    model: Model
    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


def link(
    records: Source,
    *,
    queries: Source | None = None,
    decisions: Iterable[Decision] = (),
    model: Model | None = None,
    memory: str = MEMORY,
    threads: int | None = None,
    engine: Engine | None = None,
) -> Linked:
    """The same records, decisions and model give the same answer, in whatever order they come."""
    used = (model or load_model()).trained()
    with _connection(memory, threads) as db:
        seconds: dict[str, float] = {}
        with _timed(seconds, "read"):
            count = prepare.load(db, records)
        with _timed(seconds, "standardise"):
            _standardised(db, used)
        with _timed(seconds, "pairs"):
            _decided(db, decisions)
            _scored(db, used, count, engine or in_one_process)
        with _timed(seconds, "clusters"):
            found = _clusters(db, used, count)
        linked = Linked(_of_records(db, found), _pairs(db, used), None, used, seconds=seconds)
        if queries is not None:
            with _timed(seconds, "queries"):
                linked.matches = _matches(db, used, queries, count)
        linked.counts = _counts(db, linked, count)
    return linked


@contextmanager
def _connection(memory: str, threads: int | None) -> Iterator[duckdb.DuckDBPyConnection]:
    with tempfile.TemporaryDirectory(prefix="talkingpiece-linkage-") as room, duckdb.connect() as db:
        db.execute(f"SET memory_limit = '{memory}'")
        db.execute(f"SET threads = {threads or os.cpu_count() or 1}")
        db.execute(f"SET temp_directory = {prepare.quoted(room)}")
        # Nothing but the files that were named is read, and nothing is fetched.
        db.execute("SET autoinstall_known_extensions = false")
        db.execute("SET autoload_known_extensions = false")
        yield db


@contextmanager
def _timed(seconds: dict[str, float], what: str) -> Iterator[None]:
    begun = perf_counter()
    yield
    seconds[what] = perf_counter() - begun


def _standardised(db: duckdb.DuckDBPyConnection, model: Model) -> None:
    prepare.standardise(db)
    db.execute("CREATE TEMP TABLE ids AS SELECT rid, record_id FROM raw")
    prepare.forget(db)
    for statement_of_column in statement.holders(model):
        db.execute(statement_of_column)


def in_one_process(db: duckdb.DuckDBPyConnection, model: Model, count: int) -> None:
    # In the order in which they come, which is nobody's: to keep another one would take memory.
    db.execute("SET preserve_insertion_order = false")
    db.execute(f"CREATE TEMP TABLE met AS {statement.candidates(model)}")
    db.execute(f"CREATE TEMP TABLE scored AS {statement.scored(model, count, 'SELECT l, r FROM met')}")
    db.execute("DROP TABLE met")
    db.execute("SET preserve_insertion_order = true")


def _scored(db: duckdb.DuckDBPyConnection, model: Model, count: int, engine: Engine) -> None:
    engine(db, model, count)
    unmet = "SELECT l, r FROM decided ANTI JOIN scored USING (l, r)"
    db.execute(f"CREATE TEMP TABLE told_of AS {statement.scored(model, count, unmet)}")
    db.execute("INSERT INTO scored BY NAME SELECT * FROM told_of")


def _decided(db: duckdb.DuckDBPyConnection, decisions: Iterable[Decision]) -> None:
    """The decisions as pairs of records that are here; the last word about a pair is the one that says no."""
    told = list(decisions)
    db.register(
        "told",
        pa.table(
            {
                "a": pa.array([one.left for one in told], pa.string()),
                "b": pa.array([one.right for one in told], pa.string()),
                "same": pa.array([one.same for one in told], pa.bool_()),
            }
        ),
    )
    db.execute(
        "CREATE TEMP TABLE decided AS "
        "SELECT least(x.rid, y.rid) AS l, greatest(x.rid, y.rid) AS r, bool_and(same) AS same "
        "FROM told JOIN ids AS x ON x.record_id = a JOIN ids AS y ON y.record_id = b WHERE x.rid <> y.rid GROUP BY ALL"
    )


def _clusters(db: duckdb.DuckDBPyConnection, model: Model, count: int) -> Clusters:
    links = _fetched(
        db,
        f"""SELECT s.l, s.r, s.w FROM scored AS s ANTI JOIN decided USING (l, r) WHERE {_is_link(model)}
        UNION ALL SELECT l, r, {SAME} FROM decided WHERE same""",
    )
    labels = clusters.components(count, links)
    sizes = np.bincount(labels)
    members = np.flatnonzero(sizes[labels] > 2)
    db.register("members", pa.table({"rid": members.astype(np.int32), "c": labels[members]}))
    # Every pair within a component of three or more counts, also those that no rule let meet.
    db.execute("CREATE TEMP TABLE together AS SELECT a.rid AS l, b.rid AS r FROM members AS a JOIN members AS b "
               "ON a.c = b.c AND a.rid < b.rid")  # fmt: skip
    unmet = "SELECT l, r FROM together ANTI JOIN scored USING (l, r)"
    within = _fetched(
        db,
        f"""SELECT l, r, w FROM (
          SELECT t.l, t.r, s.w FROM together AS t JOIN scored AS s USING (l, r)
          UNION ALL SELECT l, r, w FROM ({statement.scored(model, count, unmet)})) ANTI JOIN decided USING (l, r)
        UNION ALL SELECT l, r, CASE WHEN same THEN {SAME} ELSE {NOT_SAME} END FROM decided""",
    )
    within = within.where(labels[within.l] == labels[within.r])
    return clusters.cluster(count, links, within)


def _is_link(model: Model) -> str:
    return _at_least(model.bands.link, model.bands.link_across)


def _at_least(bits: float, across: float) -> str:
    return f"s.w >= CASE WHEN s.a_cross THEN {across!r} ELSE {bits!r} END"


def _fetched(db: duckdb.DuckDBPyConnection, query: str) -> Pairs:
    found = db.execute(
        f"SELECT l::BIGINT AS l, r::BIGINT AS r, w::DOUBLE AS w FROM ({query}) ORDER BY l, r"
    ).fetchnumpy()
    return Pairs(np.asarray(found["l"]), np.asarray(found["r"]), np.asarray(found["w"]))


def _of_records(db: duckdb.DuckDBPyConnection, found: Clusters) -> pa.Table:
    """A cluster is called by the first of its records."""
    _labels, first, place = np.unique(found.of, return_index=True, return_inverse=True)
    ids = db.sql("SELECT record_id FROM ids ORDER BY rid").to_arrow_table()["record_id"].combine_chunks()
    weight = pa.array(found.weight, mask=np.isnan(found.weight))
    made = pa.table({"record_id": ids, "cluster_id": ids.take(pa.array(first[place])), "weight": weight})
    db.register(
        "of_records",
        pa.table({"rid": np.arange(len(first[place]), dtype=np.int32), "c": first[place].astype(np.int64)}),
    )
    return made


def _pairs(db: duckdb.DuckDBPyConnection, model: Model) -> pa.Table:
    shown = ", ".join(f"s.g_{comparison.id} AS {comparison.id}" for comparison in model.comparisons)
    return db.sql(
        f"""SELECT x.record_id AS left_id, y.record_id AS right_id, s.w AS weight,
          CASE WHEN d.same THEN 'same' WHEN NOT d.same THEN 'not same'
               WHEN {_is_link(model)} AND cx.c = cy.c THEN '{LINK}' ELSE '{REVIEW}' END AS band, {shown}
        FROM scored AS s LEFT JOIN decided AS d USING (l, r)
        JOIN ids AS x ON x.rid = s.l JOIN ids AS y ON y.rid = s.r
        JOIN of_records AS cx ON cx.rid = s.l JOIN of_records AS cy ON cy.rid = s.r
        WHERE s.w >= {model.bands.review!r} OR d.same IS NOT NULL ORDER BY s.l, s.r"""
    ).to_arrow_table()


def _matches(db: duckdb.DuckDBPyConnection, model: Model, queries: Source, count: int) -> pa.Table:
    prepare.load(db, queries, "raw_q")
    prepare.standardise(db, "raw_q", "q")
    met = statement.scored(model, count, statement.candidates_of(model), left="q")
    sure = _at_least(model.bands.query, model.bands.query_across)
    return db.sql(
        f"""WITH best AS (SELECT l, r, w FROM ({met}) AS s WHERE {sure}
          QUALIFY row_number() OVER (PARTITION BY l ORDER BY w DESC, r) = 1)
        SELECT q.record_id, ids.record_id AS matched_record_id, best.w AS weight
        FROM raw_q AS q LEFT JOIN best ON best.l = q.rid LEFT JOIN ids ON ids.rid = best.r ORDER BY q.record_id"""
    ).to_arrow_table()


def _counts(db: duckdb.DuckDBPyConnection, linked: Linked, count: int) -> dict[str, int]:
    [(met,)] = db.execute("SELECT count(*) FROM scored").fetchall()
    db.register("pairs_made", linked.pairs.select(["band"]))
    of_band: dict[str, int] = dict(db.execute("SELECT band, count(*) FROM pairs_made GROUP BY band").fetchall())
    [(several,)] = db.execute(
        "SELECT count(*) FROM (SELECT c FROM of_records GROUP BY c HAVING count(*) > 1)"
    ).fetchall()
    return {
        "records": count,
        "pairs that met": met,
        "pairs linked": of_band.get(LINK, 0),
        "pairs for review": of_band.get(REVIEW, 0),
        "clusters of two or more": several,
        "records alone": linked.clusters["weight"].null_count,
    }


__all__ = ["Decision", "Linked", "NotRecords", "link"]
