"""Screening of crimes by the million: which could be offered, in which order, and for each other every rule it fails.

Ids of rules are those of the page of rows (`identification.screening`) where both have the rule. How grave it was keeps
nobody out; there is no score; what is good for an offender is asked nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from talkingpiece.linkage.prepare import NotRecords, quoted


@dataclass(frozen=True)
class Rule:
    """`fails` is SQL over one crime `c`, the clusters `v` and `o` of its victim and offender, and the lists given."""

    id: str
    says: str
    fails: str


_NOT_SUPERVISED = "{supervised_given} AND supervised.cluster_id IS NULL"
RULES = (
    Rule("said_no", "They said no once, or that nobody should contact them.", "said_no.cluster_id IS NOT NULL"),
    Rule("wish_no", "The list says that they do not want it, or no contact.", "c.victim_contact_ok IS FALSE"),
    Rule("scheme_out", "They opted out of the contact scheme.", "scheme_out.cluster_id IS NOT NULL"),
    Rule("no_victim", "The row names nobody who was harmed.", "v.cluster_id IS NULL"),
    Rule("known_here", "They have an open case or referral here.", "known_here.cluster_id IS NOT NULL"),
    Rule("no_offender", "Nobody is known who is responsible.", "o.cluster_id IS NULL"),
    Rule("remit:court_not_decided", "The court has not decided yet.", "c.outcome = 'charged'"),
    Rule("not_supervised", "The offender is on no list of those supervised.", _NOT_SUPERVISED),
    Rule(
        "conflict_check", "Victim and offender may be one person: see a privacy officer.", "v.cluster_id = o.cluster_id"
    ),
)
LISTS = ("said_no", "scheme_out", "known_here", "supervised")
_NEEDED = ("crime_ref", "victim_record_id", "offender_record_id")
_MAY_HAVE = {"victim_contact_ok": "BOOLEAN", "outcome": "VARCHAR", "committed": "TIMESTAMP"}


def screen(clusters: Path, crimes: Path, lists: dict[str, Path], memory: str, threads: int) -> pa.Table:
    """A row for each crime: `crime_ref`, the two clusters, `passes`, `failing` (every rule by its id) and `place`: the
    order of work among those that pass, by the days that are left, then by waiting."""
    with duckdb.connect() as db:
        db.execute(f"SET memory_limit = '{memory}'")
        db.execute(f"SET threads = {threads}")
        try:
            return _screened(db, clusters, crimes, lists)
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error as error:
            raise NotRecords((str(error).splitlines() or [""])[0][:300]) from None


def _screened(db: duckdb.DuckDBPyConnection, clusters: Path, crimes: Path, lists: dict[str, Path]) -> pa.Table:
    there = {
        name for name, *_more in db.execute(f"DESCRIBE SELECT * FROM read_parquet({quoted(str(crimes))})").fetchall()
    }
    if missing := [name for name in _NEEDED if name not in there]:
        raise NotRecords(f"{crimes}: there is no column {missing[0]}.")
    extra = ", ".join(f"{n}::{kind} AS {n}" if n in there else f"NULL::{kind} AS {n}" for n, kind in _MAY_HAVE.items())
    db.execute(
        f"CREATE TEMP VIEW crimes AS SELECT {', '.join(_NEEDED)}, {extra} FROM read_parquet({quoted(str(crimes))})"
    )
    db.execute(f"CREATE TEMP TABLE cl AS SELECT record_id, cluster_id FROM read_parquet({quoted(str(clusters))})")
    for name in LISTS:
        db.execute(_of_list(name, lists.get(name)))
    masks = [
        (mask, [rule.id for place, rule in enumerate(RULES) if mask >> place & 1]) for mask in range(1 << len(RULES))
    ]
    db.register("masks", pa.table({"mask": [mask for mask, _ids in masks], "failing": [ids for _mask, ids in masks]}))
    given = "true" if "supervised" in lists else "false"
    failed = " + ".join(
        f"CASE WHEN {rule.fails.format(supervised_given=given)} THEN {1 << place} ELSE 0 END"
        for place, rule in enumerate(RULES)
    )
    joined = " ".join(
        f"LEFT JOIN {name} ON {name}.cluster_id = {'o' if name == 'supervised' else 'v'}.cluster_id" for name in LISTS
    )
    return db.sql(
        f"""WITH screened AS (
          SELECT c.crime_ref, v.cluster_id AS victim_cluster_id, o.cluster_id AS offender_cluster_id, c.committed,
            supervised.days_left, ({failed})::BIGINT AS mask
          FROM crimes AS c LEFT JOIN cl AS v ON v.record_id = c.victim_record_id
          LEFT JOIN cl AS o ON o.record_id = c.offender_record_id {joined}
)
        SELECT crime_ref, victim_cluster_id, offender_cluster_id, mask = 0 AS passes, failing,
          CASE WHEN mask = 0 THEN row_number() OVER (
            PARTITION BY mask = 0 ORDER BY days_left NULLS LAST, committed, crime_ref) END AS place
        FROM screened JOIN masks USING (mask)"""
    ).to_arrow_table()


def _of_list(name: str, path: Path | None) -> str:
    """Records of a list as clusters: whoever is meant by one record is meant by all of theirs."""
    if path is None:
        return f"CREATE TEMP TABLE {name} (cluster_id VARCHAR, days_left INTEGER)"
    left = "min(days_left)::INTEGER" if name == "supervised" else "NULL::INTEGER"
    return (
        f"CREATE TEMP TABLE {name} AS SELECT cluster_id, {left} AS days_left "
        f"FROM read_parquet({quoted(str(path))}) JOIN cl USING (record_id) GROUP BY cluster_id"
    )
