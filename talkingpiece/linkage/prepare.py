"""Records of a Parquet file or an Arrow table, in standard form, as the table `r` of a DuckDB connection."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from talkingpiece.linkage import columns, dates, names, records

Source: TypeAlias = Path | pa.Table


class NotRecords(ValueError):
    """What was given cannot be read as records; the words say why, in a sentence."""


def load(db: duckdb.DuckDBPyConnection, source: Source, name: str = "raw") -> int:
    """The raw records as the table `name`, every column there and a text; how many they are. `rid` is their place in
    the order of their ids, so that nothing depends on the order of the file."""
    there = _schema(source)
    doubled = sorted({column for column in records.COLUMNS if there.count(column) > 1})
    if doubled:
        raise NotRecords(f"{_called(source)}: column {doubled[0]} is there twice.")
    if "record_id" not in there:
        raise NotRecords(f"{_called(source)}: there is no column record_id.")
    wanted = ", ".join(
        f'"{column}"::VARCHAR AS {column}' if column in there else f"NULL::VARCHAR AS {column}"
        for column in records.COLUMNS
    )
    if isinstance(source, Path):
        _run(
            db,
            f"CREATE OR REPLACE TEMP VIEW given AS SELECT {wanted} FROM read_parquet({quoted(str(source))})",
            source,
        )
    else:
        db.register("given_table", source)
        _run(db, f"CREATE OR REPLACE TEMP VIEW given AS SELECT {wanted} FROM given_table", source)
    _run(
        db,
        f"CREATE OR REPLACE TEMP TABLE {name} AS "
        "SELECT (row_number() OVER (ORDER BY record_id) - 1)::INT AS rid, * FROM given ORDER BY record_id",
        source,
    )
    total, known, distinct = _row(db, f"SELECT count(*), count(record_id), count(DISTINCT record_id) FROM {name}")
    if known != total:
        raise NotRecords(f"{_called(source)}: {total - known} records have no record_id.")
    if distinct != total:
        raise NotRecords(f"{_called(source)}: {total - distinct} records have the record_id of another.")
    return int(total)


def _schema(source: Source) -> list[str]:
    if isinstance(source, pa.Table):
        return list(source.column_names)
    try:
        return list(pq.read_schema(source).names)
    except FileNotFoundError:
        raise NotRecords(f"{source}: there is no such file.") from None
    except (OSError, pa.ArrowException, UnicodeDecodeError) as error:
        raise NotRecords(f"{source}: this is no Parquet file. {_first_line(error)}") from None


def _run(db: duckdb.DuckDBPyConnection, statement: str, source: Source) -> None:
    try:
        db.execute(statement)
    except duckdb.OutOfMemoryException as error:
        raise NotRecords(f"{_called(source)}: too big for the memory that may be used. {_first_line(error)}") from None
    except duckdb.Error as error:
        raise NotRecords(f"{_called(source)}: it cannot be read. {_first_line(error)}") from None


def _called(source: Source) -> str:
    return str(source) if isinstance(source, Path) else "the table"


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [""])[0][:200]


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _row(db: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    [row] = db.execute(query).fetchall()
    return tuple(row)


def standardise(db: duckdb.DuckDBPyConnection, raw: str = "raw", into: str = "r") -> None:
    """The table `into`: a row for each of `raw`, with the columns of `records.Standard`, null where nobody knows, and
    `n_` before a column that is counted."""
    for macro in columns.macros():
        db.execute(macro)
    for reading in _IRREGULAR:
        _read_distinct(db, raw, *reading)
    shapes = ", ".join(f"{expression} AS {column}" for column, expression in columns.SHAPES.items())
    regular = ", ".join(f"{expression} AS {column}" for column, expression in columns.REGULAR.items())
    irregular = ", ".join(
        f"d_{column}.* EXCLUDE (value)" for column, _into, _function in _IRREGULAR if column != "middle_name"
    )
    joins = " ".join(
        f"LEFT JOIN d_{column} ON d_{column}.value = s.{column}" for column, _into, _function in _IRREGULAR
    )
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE {into} AS SELECT rid, {irregular}, {regular}, "
        "coalesce(d_middle_name.middle, d_forename.second) AS middle "
        f"FROM (SELECT *, {shapes} FROM {raw}) AS s {joins}"
    )
    _tidy(db)


def _tidy(db: duckdb.DuckDBPyConnection) -> None:
    for column, _into, _function in _IRREGULAR:
        db.execute(f"DROP TABLE d_{column}")


def _read_distinct(
    db: duckdb.DuckDBPyConnection,
    raw: str,
    column: str,
    into: tuple[str, ...],
    function: Callable[[str], tuple[Any, ...]],
) -> None:
    distinct = [
        value for (value,) in db.execute(f"SELECT DISTINCT {column} FROM {raw} WHERE {column} IS NOT NULL").fetchall()
    ]
    parts = list(zip(*(function(value) for value in distinct), strict=True)) or [()] * len(into)
    made = {"value": pa.array(distinct, pa.string())}
    for name, part in zip(into, parts, strict=True):
        made[name] = pa.array([one or None for one in part], pa.list_(pa.int32()) if name == "formal" else pa.string())
    db.register("distinct_values", pa.table(made))
    db.execute(f"CREATE OR REPLACE TEMP TABLE d_{column} AS SELECT * FROM distinct_values")
    db.unregister("distinct_values")


def _given(text: str) -> tuple[Any, ...]:
    found = names.given(text)
    return found.first, found.second, found.sound, found.formal


def _family(text: str) -> tuple[Any, ...]:
    found = names.family(text)
    return found.whole, found.sound, found.parts[0] if found.parts else "", found.parts[-1] if found.parts else ""


_IRREGULAR: tuple[tuple[str, tuple[str, ...], Callable[[str], tuple[Any, ...]]], ...] = (
    ("role", ("role",), lambda text: (records.role_of(text),)),
    ("forename", ("first", "second", "first_sound", "formal"), _given),
    ("surname", ("family", "family_sound", "part1", "part2"), _family),
    ("middle_name", ("middle",), lambda text: (names.given(text).first,)),
    ("dob", ("born",), lambda text: (dates.born(text),)),
    ("sex", ("sex",), lambda text: (records.sex_of(text),)),
    ("address", ("house", "street"), records.place_of),
)
