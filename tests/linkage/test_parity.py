"""One model, two runners: what DuckDB says of a record and of a pair, Python says too."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talkingpiece.linkage import batch, model, prepare, records, scorer, statement
from talkingpiece.linkage.records import COLUMNS, Standard
from tests.linkage.people import Raw, crowd, raw, table

AWKWARD = ["", " ", "\t", "81/34U", "2003/0011985Z", "033Y", "65656/91H", "SF05/482703J", "000000/00Z", "85227/65G",
           "+44 1632 960001", "0044 1632 960001", "00000000000", "ſw1a 1aa", "SW1A 1AA", "nf1 1nf", "28013", "İzmir",
           "ß", "a@b.c", "A@EXAMPLE.org ", "a b@example.org", "x123456", "A1234BC", "a-1234/bc", "O'Brien", "Łódź",
           "\x00", "é"]  # fmt: skip


def in_duckdb(rows: list[Raw]) -> list[Standard]:
    with duckdb.connect() as db:
        prepare.load(db, table(rows))
        prepare.standardise(db)
        asked = ", ".join(Standard._fields)
        found = db.execute(f"SELECT {asked} FROM r ORDER BY rid").fetchall()
    return [Standard(*map(_known, row, Standard())) for row in found]


def _known(value: Any, nothing: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value or nothing


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.dictionaries(st.sampled_from(COLUMNS[1:]), st.one_of(st.sampled_from(AWKWARD), st.text(max_size=20))),
        min_size=1,
        max_size=20,
    )
)
def test_a_record_has_the_same_standard_form_in_both(values: list[dict[str, str]]) -> None:
    rows = [raw(f"{n:04}", **one) for n, one in enumerate(values)]
    assert in_duckdb(rows) == [records.standard(row) for row in rows]


def test_every_awkward_value_in_every_column() -> None:
    rows = [raw(f"{n:04}", **dict.fromkeys(COLUMNS[1:], value)) for n, value in enumerate(AWKWARD)]
    assert in_duckdb(rows) == [records.standard(row) for row in rows]


DATES = ["1984-02-29", "1983-02-29", "29/02/1984", "31.4.1990", "1.2.1984", "01-feb-1984", "01-FEB-1984", "01-xyz-1984",
         "13/12/1984", "12/13/1984", "0000-01-01", "1970-01-01", "01.01.1970", "1889-12-31", "2999-01-01", "1984-00-10",
         "32/01/1984", "1/2/1984", "1984-2-3", "10.10.84", "10-Oct-84", "01/02.1984", "٠١/٠٢/١٩٨٤"]  # fmt: skip


def test_dates_in_usual_and_unusual_forms() -> None:
    rows = [raw(f"{n:04}", dob=value) for n, value in enumerate(DATES)]
    assert in_duckdb(rows) == [records.standard(row) for row in rows]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.dates(min_value=date(1880, 1, 1), max_value=date(2040, 1, 1)), min_size=1, max_size=40),
    st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d-%b-%Y", "%d.%m.%Y", "%m/%d/%Y"]),
)
def test_any_date(dates: list[date], form: str) -> None:
    rows = [raw(f"{n:04}", dob=one.strftime(form)) for n, one in enumerate(dates)]
    assert in_duckdb(rows) == [records.standard(row) for row in rows]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_pair_has_the_same_weight_in_both(seed: int) -> None:
    rows, _whose = crowd(400, seed)
    rows.sort(key=lambda row: str(row["record_id"]))
    used = model.load()
    standards = [records.standard(row) for row in rows]
    held = {c: Counter(getattr(one, c) for one in standards) for c in statement.counted(used)}
    with duckdb.connect() as db:
        count = prepare.load(db, table(rows))
        batch._standardised(db, used)
        some = "(a.rid * 7919 + b.rid * 104729) % 60 = 0 OR a.rid + 1 = b.rid"
        chosen = f"SELECT a.rid AS l, b.rid AS r FROM r AS a JOIN r AS b ON a.rid < b.rid WHERE {some}"
        scored = statement.scored(used, count, chosen)
        outcomes = ", ".join(f"g_{c.id}" for c in used.comparisons)
        pairs = db.execute(f"SELECT l, r, w, {outcomes} FROM ({scored})").fetchall()
    assert len(pairs) > 4000
    for left, right, weight, *places in pairs:
        mine = scorer.score(used, standards[left], standards[right], records=count, holders=lambda c, v: held[c][v])
        theirs = {c.id: c.levels[p].id if p >= 0 else "skipped" for c, p in zip(used.comparisons, places, strict=True)}
        assert mine.outcomes == theirs, (standards[left], standards[right])
        assert mine.weight == pytest.approx(weight, abs=1e-9)
        assert mine.steps[-1].total == mine.weight
