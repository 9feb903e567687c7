from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from talkingpiece.linkage.command import main
from tests.linkage.people import crowd, raw, table


@pytest.fixture
def files(tmp_path: Path) -> Path:
    pq.write_table(table(crowd(100)[0]), tmp_path / "r.parquet")
    pq.write_table(table([raw("Q")]), tmp_path / "q.parquet")
    return tmp_path


def run(folder: Path, *more: str) -> int:
    return main(["link", "--records", str(folder / "r.parquet"), "--out", str(folder / "c.parquet"), *more])


def test_it_runs_in_a_process_that_knows_neither_a_database_nor_a_setting(files: Path) -> None:
    command = [sys.executable, "-m", "talkingpiece", "identify", "link", "--records", str(files / "r.parquet"),
               "--out", str(files / "c.parquet")]  # fmt: skip
    known = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(command, env=known, capture_output=True, text=True, cwd=files, check=False)
    assert done.returncode == 0, done.stderr
    assert "seconds in all" in done.stdout
    assert "MB at most" in done.stdout
    assert pq.read_schema(files / "c.parquet").names == ["record_id", "cluster_id", "weight"]


def test_queries_and_decisions_are_read_and_everything_that_was_asked_for_is_written(files: Path) -> None:
    told = pa.table({"left_id": ["R00000-0"], "right_id": ["R00001-0"], "same": [True]})
    pq.write_table(told, files / "d.parquet")
    more = {"queries": "q", "matches": "m", "pairs": "p", "decisions": "d"}
    assert (
        run(files, *(word for name, file in more.items() for word in (f"--{name}", str(files / f"{file}.parquet"))))
        == 0
    )
    of = {row["record_id"]: row["cluster_id"] for row in pq.read_table(files / "c.parquet").to_pylist()}
    assert of["R00000-0"] == of["R00001-0"]
    assert pq.read_table(files / "m.parquet").to_pylist() == [
        {"record_id": "Q", "matched_record_id": None, "weight": None}
    ]
    assert "same" in pq.read_table(files / "p.parquet")["band"].to_pylist()


BROKEN = {
    "empty": b"",
    "text": b"record_id,forename\n1,Ann\n",
    "magic": b"PAR1" + b"\xff" * 64 + b"PAR1",
    "nul": b"\x00" * 512,
    "zip": b"PK\x03\x04" + b"\x00" * 100,
}


@pytest.mark.parametrize("kind", [*BROKEN, "cut", "flipped", "missing", "folder", "no_id", "nested"])
def test_what_is_no_list_of_records_ends_in_one_sentence(
    files: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    path = files / "r.parquet"
    whole = path.read_bytes()
    if kind in BROKEN:
        path.write_bytes(BROKEN[kind])
    elif kind == "cut":
        path.write_bytes(whole[: len(whole) // 2])
    elif kind == "flipped":
        path.write_bytes(whole[:40] + bytes(byte ^ 0xFF for byte in whole[40:400]) + whole[400:])
    elif kind == "missing":
        path.unlink()
    elif kind == "folder":
        path.unlink()
        path.mkdir()
    elif kind == "no_id":
        pq.write_table(pa.table({"name": ["x"]}), path)
    else:
        pq.write_table(pa.table({"record_id": ["1"], "forename": pa.array([{"a": [1]}])}), path)
    status = run(files)
    said = capsys.readouterr().err
    if kind == "nested" and status == 0:
        return  # a list within a cell is read as its words
    assert status == 1
    assert said.strip()
    assert "Traceback" not in said
    assert not (files / "c.parquet").exists()


def test_queries_without_a_place_for_matches_are_refused(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(files, "--queries", str(files / "q.parquet")) == 1
    assert "go together" in capsys.readouterr().err
