from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from talkingpiece.linkage.command import main

CRIMES = [
    # reference, victim, offender, may be contacted, outcome
    ("good", "V1", "O1", True, "convicted"),
    ("sooner", "V2", "O2", True, "convicted"),
    ("said no", "V3", "O1", True, "convicted"),
    ("many", None, None, False, "charged"),
    ("one person", "V4", "V5", True, "convicted"),
    ("ahead", "V1", "O1", True, "charged"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    records = {"V1": "V1", "V2": "V2", "V3": "V3", "V3b": "V3", "V4": "V4", "V5": "V4", "O1": "O1", "O2": "O2"}
    pq.write_table(pa.table({"record_id": list(records), "cluster_id": list(records.values())}), tmp_path / "c.parquet")
    names = ("crime_ref", "victim_record_id", "offender_record_id", "victim_contact_ok", "outcome")
    columns = dict(zip(names, zip(*CRIMES, strict=True), strict=True))
    pq.write_table(pa.table({name: list(values) for name, values in columns.items()}), tmp_path / "crimes.parquet")
    pq.write_table(pa.table({"record_id": ["V3b"]}), tmp_path / "no.parquet")
    supervised = {"record_id": ["O1", "O2", "V5"], "days_left": [300, 100, 50]}
    pq.write_table(pa.table(supervised), tmp_path / "supervised.parquet")
    return tmp_path


def screened(folder: Path, *more: str) -> dict[str, dict[str, object]]:
    files = ("--clusters", str(folder / "c.parquet"), "--crimes", str(folder / "crimes.parquet"))
    assert main(["screen", *files, "--out", str(folder / "s.parquet"), *more]) == 0
    return {str(row["crime_ref"]): row for row in pq.read_table(folder / "s.parquet").to_pylist()}


def test_every_rule_that_a_crime_fails_is_named(folder: Path) -> None:
    found = screened(
        folder, "--said-no", str(folder / "no.parquet"), "--supervised", str(folder / "supervised.parquet")
    )
    assert found["many"]["failing"] == [
        "wish_no",
        "no_victim",
        "no_offender",
        "remit:court_not_decided",
        "not_supervised",
    ]
    assert found["said no"]["failing"] == ["said_no"]  # by another record of the same person
    assert found["one person"]["failing"] == ["conflict_check"]
    assert found["ahead"]["failing"] == ["remit:court_not_decided"]
    assert (found["good"]["passes"], found["good"]["failing"]) == (True, [])


def test_who_has_less_time_left_comes_first_and_who_is_left_out_has_no_place(folder: Path) -> None:
    found = screened(folder, "--supervised", str(folder / "supervised.parquet"))
    assert (found["sooner"]["place"], found["good"]["place"], found["ahead"]["place"]) == (1, 2, None)


def test_without_a_list_nobody_is_left_out_by_it(folder: Path) -> None:
    assert screened(folder)["said no"]["passes"] is True


def test_what_are_no_crimes_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pq.write_table(pa.table({"crime_ref": ["1"]}), folder / "crimes.parquet")
    files = ("--clusters", str(folder / "c.parquet"), "--crimes", str(folder / "crimes.parquet"))
    assert main(["screen", *files, "--out", str(folder / "s.parquet")]) == 1
    assert "no column victim_record_id" in capsys.readouterr().err
