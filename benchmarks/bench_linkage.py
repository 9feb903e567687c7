"""Linkage side by side: how many are right, how many are found, in which time and memory. Medians of three; one run.

TP_BENCH_SIZES=10000,100000,1000000 chooses how many records, TP_BENCH_RUNS how often, TP_PEOPLE_MAKER another maker of
people (see linkage_people). A table and a picture are written to docs/benchmarks/.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from math import log
from pathlib import Path
from statistics import median

import altair as alt
import duckdb
import pyarrow.parquet as pq
import vl_convert

from benchmarks import linkage_febrl
from benchmarks.linkage_engines import RULES
from benchmarks.linkage_people import make
from devtools.project import ROOT
from talkingpiece.linkage import model, prepare

SIZES = [int(size) for size in os.environ.get("TP_BENCH_SIZES", "10000,100000,1000000").split(",")]
RUNS = int(os.environ.get("TP_BENCH_RUNS", "3"))
SEED = int(os.environ.get("TP_BENCH_SEED", "4711"))
MAKER = os.environ.get("TP_PEOPLE_MAKER", "")
ENGINES = os.environ.get("TP_ENGINES", "")
FOLDER = ROOT / "docs" / "benchmarks"
_SMALL = 20_000  # beyond it recordlinkage takes too long


@dataclass(frozen=True)
class Row:
    of: str
    tool: str
    seconds: float
    mb: float
    precision: float = 0.0
    recall: float = 0.0
    across_precision: float = 0.0
    across_recall: float = 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def line(self) -> str:
        quality = (self.precision, self.recall, self.f1, self.across_precision, self.across_recall)
        shown = " | ".join(f"{one:.4f}" if one else "" for one in quality)
        return f"| {self.of} | {self.tool} | {shown} | {self.seconds:.2f} | {self.mb:.0f} |"


def measure_linkage() -> None:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as room:
        for size in SIZES:
            rows += _of_size(size, Path(room))
        if ENGINES:
            rows += _febrl(Path(room))
    table = _table(rows)
    print(f"\n\n{table}")
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "linkage.md").write_text(table, encoding="utf-8")
    (FOLDER / "linkage.svg").write_text(_picture(rows), encoding="utf-8")


def _of_size(size: int, room: Path) -> list[Row]:
    folder = room / str(size)
    folder.mkdir()
    if MAKER:
        maker = [ENGINES or sys.executable, MAKER, "--records", str(size), "--seed", str(SEED), "--out", str(folder)]
        subprocess.run(maker, check=True, capture_output=True)
    else:
        make(size, SEED, folder)
    return _side_by_side(f"{size:,}", folder, size)


def _side_by_side(of: str, folder: Path, size: int, learnt: Path | None = None) -> list[Row]:
    standard = folder / "standard.parquet"
    with duckdb.connect() as db:
        prepare.load(db, folder / "records.parquet")
        prepare.standardise(db)
        kept = "SELECT i.record_id, r.* EXCLUDE (formal) FROM r JOIN raw AS i USING (rid)"
        db.execute(f"COPY ({kept}) TO '{standard}' (FORMAT parquet)")
    tools: dict[str, Callable[[Path], tuple[float, float]]] = {
        "raw blocking join, 12 rules": lambda out: _raw(standard),
        "exact key": lambda out: _exact(standard, out),
        "**ours**, from raw records": lambda out: _ours(folder, out, learnt),
    }
    if ENGINES:
        tools["Splink, EM each time"] = lambda out: _engine("splink-em", standard, out, folder / "m.json")
        tools["Splink, pretrained"] = lambda out: _engine("splink-pretrained", standard, out, folder / "m.json")
        if size <= _SMALL:
            tools["recordlinkage, ECM"] = lambda out: _engine("recordlinkage", standard, out)
    took: dict[str, list[tuple[float, float]]] = {tool: [] for tool in tools}
    for _run in range(RUNS):  # by turns, so that what else the machine does meets all of them
        for number, (tool, run) in enumerate(tools.items()):
            took[tool].append(run(folder / f"{number}.parquet"))
    made = []
    for number, (tool, times) in enumerate(took.items()):
        out = folder / f"{number}.parquet"
        quality = _quality(out, folder) if out.exists() else (0.0, 0.0, 0.0, 0.0)
        made.append(Row(of, tool, median(t for t, _mb in times), median(mb for _t, mb in times), *quality))
        print(made[-1].line(), flush=True)
    return made


def _raw(standard: Path) -> tuple[float, float]:
    with duckdb.connect() as db:
        db.execute(f"CREATE TABLE p AS SELECT * FROM read_parquet('{standard}')")
        begun = time.perf_counter()
        pairs = " UNION ".join(
            f"SELECT l.rid AS a, r.rid AS b FROM p AS l JOIN p AS r ON l.rid < r.rid AND {x}" for x in RULES
        )
        db.execute(f"SELECT count(*) FROM ({pairs})").fetchall()
        return time.perf_counter() - begun, 0.0


def _exact(standard: Path, out: Path) -> tuple[float, float]:
    begun = time.perf_counter()
    with duckdb.connect() as db:
        key = "CASE WHEN first IS NULL OR born IS NULL THEN record_id ELSE concat_ws('|', first, family, born) END"
        db.execute(
            f"COPY (SELECT record_id, {key} AS cluster_id FROM read_parquet('{standard}')) TO '{out}' (FORMAT parquet)"
        )
    return time.perf_counter() - begun, 0.0


def _ours(folder: Path, out: Path, learnt: Path | None) -> tuple[float, float]:
    command = [sys.executable, "-m", "talkingpiece", "identify", "link", "--records", str(folder / "records.parquet")]
    command += ["--model", str(learnt)] if learnt else []
    begun = time.perf_counter()
    done = subprocess.run([*command, "--out", str(out)], check=True, capture_output=True, text=True, cwd=ROOT)
    mb = next(line.split()[0] for line in done.stdout.splitlines() if "MB at most" in line)
    return time.perf_counter() - begun, float(mb.replace(",", ""))


def _engine(tool: str, standard: Path, out: Path, *more: Path) -> tuple[float, float]:
    command = [ENGINES, str(ROOT / "benchmarks" / "linkage_engines.py"), tool, str(standard), str(out), *map(str, more)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{tool}: {done.stderr[-2000:]}")
    said = json.loads(done.stdout.splitlines()[-1])
    return said["seconds"], said["mb"]


def _quality(out: Path, folder: Path) -> tuple[float, float, float, float]:
    """Precision and recall of pairs of one cluster; then of those between a victim's record and an offender's."""

    def pairs(by: str, role: str) -> str:
        return f"(SELECT coalesce(sum(n * (n - 1) // 2), 0) FROM (SELECT count(*) AS n FROM e {role} GROUP BY {by}))"

    with duckdb.connect() as db:
        db.execute(
            f"CREATE TABLE e AS SELECT c.cluster_id AS c, t.entity_id AS t, r.role FROM read_parquet('{out}') AS c "
            f"JOIN read_parquet('{folder}/truth.parquet') AS t USING (record_id) "
            f"JOIN read_parquet('{folder}/records.parquet') AS r USING (record_id)"
        )
        found = {}
        for role in ("", "WHERE role = 'victim'", "WHERE role IS DISTINCT FROM 'victim'"):
            asked = ", ".join(pairs(by, role) for by in ("c", "t", "c, t"))
            [found[role]] = db.execute(f"SELECT {asked}").fetchall()
    whole, *parts = found.values()
    across = [int(all_of) - sum(int(part[n]) for part in parts) for n, all_of in enumerate(whole)]
    said, true, right = (int(one) for one in whole)
    return right / max(said, 1), right / max(true, 1), across[2] / max(across[0], 1), across[2] / max(across[1], 1)


def _febrl(room: Path) -> list[Row]:
    for which in ("3", "4"):
        for number in (True, False):
            linkage_febrl.made(ENGINES, which, room / f"febrl{which}{number}", number=number)
    learnt = {which: linkage_febrl.trained(room / f"febrl{which}True") for which in ("3", "4")}
    rows = []
    for which, other in (("3", "4"), ("4", "3")):
        for number in (True, False):
            folder = room / f"febrl{which}{number}"
            called = f"FEBRL{which}{'' if number else ', without its number'}"
            rows += _side_by_side(called, folder, pq.read_metadata(folder / "records.parquet").num_rows, learnt[other])
    return rows


def _table(rows: list[Row]) -> str:
    tools = ["duckdb", "rapidfuzz", "scipy", "numpy", "pyarrow"]
    versions = ", ".join(f"{name} {version(name)}" for name in tools)
    maker = f"`{Path(MAKER).name}`" if MAKER else "`benchmarks/linkage_people.py`"
    lines = [
        "# Linkage, measured",
        "",
        f"`./dev bench linkage`: medians of {RUNS}, by turns in one run, on records of {maker}, seed {SEED}.",
        f"Model {model.load().version}; {versions}; Python {platform.python_version()}, "
        f"{os.cpu_count()} cores, {platform.machine()}.",
        "",
        "P, R and F1 are of pairs in one cluster; *across* are pairs of a victim's record and an offender's, called",
        "one person: the harmful error, which the others hide. Ours reads raw records, all others a table that ours",
        "has standardised already. Splink is set up with twelve rules and eight comparisons, clusters at p .99.",
        "A process of another begins with the memory of the one that started it, so small figures of MB are too high.",
        "",
        "| Records | Tool | P | R | F1 | across P | across R | seconds | MB |",
        "|---|---|---|---|---|---|---|---|---|",
        *(row.line() for row in rows),
        "",
        *_ratios(rows),
        "![F1 by tool and size](linkage.svg)",
        "",
    ]
    return "\n".join(lines)


def _ratios(rows: list[Row]) -> list[str]:
    said = []
    of_size = {row.of: row for row in rows if row.tool.startswith("**")}
    raw = {row.of: row for row in rows if row.tool.startswith("raw")}
    for of, row in of_size.items():
        if not of.startswith("FEBRL"):
            said += [f"- {of}: end to end {row.seconds / raw[of].seconds:.1f} times the raw join."]
    sizes = [(int(of.replace(",", "")), row) for of, row in of_size.items() if not of.startswith("FEBRL")]
    for (small, one), (great, other) in zip(sizes, sizes[1:], strict=False):
        growth = log(other.seconds / one.seconds) / log(great / small)
        said += [f"- From {small:,} to {great:,} the time grows with the power {growth:.2f}."]
    return [*said, ""]


def _picture(rows: list[Row]) -> str:
    values = [{"records": row.of, "tool": row.tool.replace("*", ""), "F1": round(row.f1, 4)} for row in rows if row.f1]
    chart = (
        alt.Chart(alt.Data(values=values))
        .mark_point(filled=True, size=90)
        .encode(
            x=alt.X("F1:Q", scale=alt.Scale(zero=False)),
            y=alt.Y("records:N", sort=None, title="records"),
            color=alt.Color("tool:N", title=None),
            shape=alt.Shape("tool:N", title=None),
        )
        .properties(width=520, height=240, title="F1 of pairs")
    )
    return str(vl_convert.vegalite_to_svg(chart.to_json()))
