"""Splink on Spark gives what one process gives. Needs TP_ENGINES and Java, which ./dev test --nightly sees to."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from benchmarks.linkage_people import make
from talkingpiece.linkage.batch import Decision, link
from talkingpiece.linkage.command import main
from talkingpiece.linkage.spark import Spark
from tests.linkage.people import raw, table

RECORDS = 20_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    pq.write_table(table([raw("A")]), tmp_path / "r.parquet")
    return tmp_path / "r.parquet"


def run(file: Path, *more: str) -> int:
    return main(["link", "--records", str(file), "--out", str(file.parent / "c.parquet"), "--engine", "spark", *more])


@pytest.mark.parametrize("lacks", ["pyspark", "java", "python", "folder", "conf"])
def test_what_spark_lacks_is_said_in_a_sentence_before_anything_is_read(
    file: Path, lacks: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = {"pyspark": "lacks pyspark", "java": "Java 17", "python": "no Python that runs", "folder": "--folder",
            "conf": "a key, =, and a value"}  # fmt: skip
    if lacks == "java":
        if not os.environ.get("TP_ENGINES"):
            pytest.skip("needs TP_ENGINES")
        monkeypatch.setenv("JAVA_HOME", str(file.parent))
    else:
        monkeypatch.setenv("TP_ENGINES", "/nowhere/python" if lacks == "python" else sys.executable)
    more = {"folder": ["--master", "spark://example.org:7077"], "conf": ["--conf", "spark.ui.enabled"]}
    assert run(file, *more.get(lacks, [])) == 1
    told = capsys.readouterr().err
    assert said[lacks] in told
    assert "Traceback" not in told
    assert not (file.parent / "c.parquet").exists()


@pytest.mark.nightly
@pytest.mark.skipif(not os.environ.get("TP_ENGINES"), reason="needs TP_ENGINES")
def test_spark_gives_the_edges_weights_and_clusters_of_one_process(tmp_path: Path) -> None:
    assert shutil.which("java") or os.environ.get("JAVA_HOME"), "Spark needs Java 17"
    make(RECORDS, 20, tmp_path)
    records = tmp_path / "records.parquet"
    one = link(records)
    first = one.pairs.filter(one.pairs["weight"].to_numpy() > 20).to_pylist()[0]
    last = one.clusters["record_id"].to_pylist()[-1]
    told = [
        Decision(first["left_id"], first["right_id"], same=False),
        Decision(first["left_id"], last, same=True),
    ]
    one, many = link(records, decisions=told), link(records, decisions=told, engine=Spark().score)
    assert one.counts["pairs that met"] == many.counts["pairs that met"]
    with duckdb.connect() as db:
        db.register("a", one.pairs)
        db.register("b", many.pairs)
        [(either, both, apart)] = db.execute(
            "SELECT count(*), count(*) FILTER (a.band = b.band), max(abs(a.weight - b.weight)) "
            "FROM a FULL JOIN b USING (left_id, right_id)"
        ).fetchall()
        assert both / either >= 0.9999
        assert apart < 1e-6
        differ = [name for name in one.pairs.column_names if name not in {"left_id", "right_id", "weight", "band"}]
        asked = " OR ".join(f"a.{name} <> b.{name}" for name in differ)
        [(other,)] = db.execute(f"SELECT count(*) FROM a JOIN b USING (left_id, right_id) WHERE {asked}").fetchall()
        assert other <= either / 10_000
        scores = []
        for linked in (one, many):
            db.register("c", linked.clusters)
            scores.append(_f1(db, tmp_path / "truth.parquet"))
    assert abs(scores[0] - scores[1]) <= 0.001
    assert scores[0] > 0.9


def _f1(db: duckdb.DuckDBPyConnection, truth: Path) -> float:
    def pairs(by: str) -> str:
        return f"(SELECT sum(n * (n - 1) // 2) FROM (SELECT count(*) AS n FROM e GROUP BY {by}))"

    db.execute(
        "CREATE OR REPLACE TEMP TABLE e AS SELECT cluster_id, entity_id FROM c "
        f"JOIN read_parquet('{truth}') USING (record_id)"
    )
    by = ("cluster_id", "entity_id", "cluster_id, entity_id")
    [(said, true, right)] = db.execute(f"SELECT {', '.join(map(pairs, by))}").fetchall()
    return float(2 * right / (said + true))
