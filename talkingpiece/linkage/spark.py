"""Pairs and their weights by Splink on Spark, for what outgrows one machine; everything after them is as in `batch`.

Standard form is made here, in one pass that goes to the disk where it must. Spark gets the records and the model, and
gives back each pair that met with its outcomes and weight. Vetoes, decisions and clusters are ours.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from talkingpiece.linkage import engines, prepare, splink_settings, statement
from talkingpiece.linkage.engines import NoEngine
from talkingpiece.linkage.model import Model
from talkingpiece.linkage.splink_settings import block

_NEEDED = ("pyspark", "splink", "rapidfuzz", "pandas", "pyarrow")
_LOCAL = "local[*]"
# Records of people pass nowhere but through this machine, and no page shows them.
_HERE = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1", "spark.sql.shuffle.partitions": "8"}
_ALWAYS = {
    "spark.ui.enabled": "false",
    "spark.driver.memory": "4g",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
}


@dataclass(frozen=True)
class Spark:
    """Where Spark is. `folder` must be seen by every machine of a master that is not this one."""

    master: str = _LOCAL
    folder: Path | None = None
    conf: Mapping[str, str] = field(default_factory=dict)

    def ready(self) -> Path:
        """The Python that runs it; raises before a record is read if something is missing."""
        if not self.local and self.folder is None:
            raise NoEngine(f"{self.master} is not on this machine: --folder must name one that all its machines see.")
        python = engines.python(*_NEEDED)
        if not _java():
            raise NoEngine("Spark needs Java 17, and there is none: set JAVA_HOME, or put java on the PATH.")
        return python

    @property
    def local(self) -> bool:
        return self.master.startswith("local")

    def score(self, db: duckdb.DuckDBPyConnection, model: Model, records: int) -> None:
        """The table `scored` as `batch` makes it, of all pairs that some rule lets meet."""
        python = self.ready()
        with self._room() as room:
            db.execute(f"COPY r TO {prepare.quoted(str(room / 'records.parquet'))} (FORMAT parquet)")
            engines.run(python, "on_spark.py", self._job(room, model, records), room)
            outcomes = ", ".join(f"g_{one.id}::TINYINT AS g_{one.id}" for one in model.comparisons)
            db.execute(
                f"CREATE TEMP TABLE scored AS SELECT l, r, {outcomes}, a_cross, "
                f"w + {statement.vetoes(model, records)} AS w "
                f"FROM read_parquet({prepare.quoted(str(room / 'pairs.parquet' / '*.parquet'))})"
            )

    @contextmanager
    def _room(self) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="talkingpiece-spark-", dir=self.folder) as room:
            yield Path(room)

    def _job(self, room: Path, model: Model, records: int) -> dict[str, Any]:
        blocks = ", ".join(block(place) for place in range(len(model.rules)))
        return {
            "master": self.master,
            "conf": {**_ALWAYS, "spark.local.dir": str(room)} | (_HERE if self.local else {}) | dict(self.conf),
            "folder": str(room),
            "views": [
                ("given", f"SELECT * FROM parquet.`{room / 'records.parquet'}`"),
                ("blocks", _blocks(model)),
                ("records", f"SELECT given.*, {blocks} FROM given LEFT JOIN blocks ON of = rid"),
            ],
            "settings": splink_settings.for_predicting(model, records, "spark"),
            "frequencies": {
                column: f"SELECT {column}, {statement.frequency(column, 'count(*)', records)} AS tf_{column} "
                f"FROM given WHERE {column} IS NOT NULL GROUP BY {column}"
                for column in statement.counted(model)
            },
            "answer": _answer(model),
            "out": str(room / "pairs.parquet"),
        }


def _blocks(model: Model) -> str:
    """For each record its block of each rule, empty where it would be alone or among too many."""
    each = " UNION ALL ".join(
        f"SELECT rid, {place} AS rule, {rule.most} AS most, xxhash64({', '.join(rule.on)}) AS h FROM given "
        f"WHERE {rule.present}"
        for place, rule in enumerate(model.rules)
    )
    columns = ", ".join(f"max(CASE WHEN rule = {n} THEN h END) AS {block(n)}" for n in range(len(model.rules)))
    return (
        f"SELECT rid AS of, {columns} FROM (SELECT *, count(*) OVER (PARTITION BY rule, h) AS n FROM ({each})) "
        "WHERE n BETWEEN 2 AND most GROUP BY rid"
    )


def _answer(model: Model) -> str:
    """Splink counts the levels from the last; we from the first. Skipped is -1 for both."""
    outcomes = ", ".join(
        f"CASE WHEN gamma_{one.id} < 0 THEN {statement.SKIPPED} ELSE {len(one.levels) - 1} - gamma_{one.id} END "
        f"AS g_{one.id}"
        for one in model.comparisons
    )
    return (
        f"SELECT least(rid_l, rid_r) AS l, greatest(rid_l, rid_r) AS r, {outcomes}, "
        "coalesce(role_l <> role_r, false) AS a_cross, match_weight AS w FROM predicted"
    )


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=f"{home}/bin") if home else shutil.which("java")
