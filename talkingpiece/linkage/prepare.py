"""Records of a Parquet file or an Arrow table, in standard form, as the table `r` of a DuckDB connection."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import duckdb
import numpy as np
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
        given, place = f"read_parquet({quoted(str(source))}, file_row_number = true)", "file_row_number"
    else:
        given, place = f"given_{name}", '"place in the table"'
        db.register(given, source.append_column("place in the table", pa.array(np.arange(len(source), dtype=np.int32))))
    _run(db, f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT {place}::INT AS rid, {wanted} FROM {given}", source)
    total, known, in_order = _row(
        db,
        # As most systems write their lists; nothing need then be read before it is asked for.
        "SELECT count(*), count(record_id), coalesce(bool_and(record_id > before), true) "
        f"FROM (SELECT record_id, lag(record_id) OVER () AS before FROM {name})",
        source,
    )
    if known != total:
        raise NotRecords(f"{_called(source)}: {total - known} records have no record_id.")
    if not in_order:
        _put_in_order(db, source, name, int(total))
    return int(total)


def _put_in_order(db: duckdb.DuckDBPyConnection, source: Source, name: str, total: int) -> None:
    _run(
        db,
        f"CREATE OR REPLACE TEMP TABLE {name}_in_order AS "
        f"SELECT (row_number() OVER (ORDER BY record_id) - 1)::INT AS rid, * EXCLUDE (rid) FROM {name} ORDER BY 2",
        source,
    )
    db.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS FROM {name}_in_order")
    [distinct] = _row(db, f"SELECT count(DISTINCT record_id) FROM {name}", source)
    if distinct != total:
        raise NotRecords(f"{_called(source)}: {total - distinct} records have the record_id of another.")


def forget(db: duckdb.DuckDBPyConnection, name: str = "raw") -> None:
    db.execute(f"DROP VIEW {name}")
    db.execute(f"DROP TABLE IF EXISTS {name}_in_order")


def _schema(source: Source) -> list[str]:
    if isinstance(source, pa.Table):
        return list(source.column_names)
    try:
        return list(pq.read_schema(source).names)
    except FileNotFoundError:
        raise NotRecords(f"{source}: there is no such file.") from None
    except (OSError, pa.ArrowException, UnicodeDecodeError) as error:
        raise NotRecords(f"{source}: this is no Parquet file. {_first_line(error)}") from None


def _run(db: duckdb.DuckDBPyConnection, statement: str, source: Source) -> duckdb.DuckDBPyConnection:
    try:
        return db.execute(statement)
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


def _row(db: duckdb.DuckDBPyConnection, query: str, source: Source) -> tuple[Any, ...]:
    return tuple(_run(db, query, source).fetchall()[0])


def standardise(db: duckdb.DuckDBPyConnection, raw: str = "raw", into: str = "r") -> None:
    """The table `into`: a row for each of `raw`, with the columns of `records.Standard`, null where nobody knows, and
    `n_` before a column that is counted."""
    for macro in columns.macros():
        db.execute(macro)
    for reading in _IRREGULAR:
        _read_distinct(db, raw, *reading)
    packed = ", ".join(f"tp_packed({column}) AS {column}_packed" for column in columns.PACKED)
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
        f"FROM (SELECT *, {shapes} FROM (SELECT *, {packed} FROM {raw})) AS s {joins}"
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
    values = f"SELECT DISTINCT {column} AS value FROM {raw} WHERE {column} IS NOT NULL"
    if quick := columns.QUICK.get(column):
        [name] = into
        db.execute(f"CREATE OR REPLACE TEMP TABLE d_{column} AS SELECT value, {quick} AS {name} FROM ({values})")
        values = f"DELETE FROM d_{column} WHERE {name} IS NULL RETURNING value"
    distinct = [value for (value,) in db.execute(values).fetchall()]
    parts = list(zip(*(function(value) for value in distinct), strict=True)) or [()] * len(into)
    made = {"value": pa.array(distinct, pa.string())}
    for name, part in zip(into, parts, strict=True):
        made[name] = pa.array([one or None for one in part], pa.list_(pa.int32()) if name == "formal" else pa.string())
    db.register("distinct_values", pa.table(made))
    made_as = f"INSERT INTO d_{column}" if quick else f"CREATE OR REPLACE TEMP TABLE d_{column} AS"
    db.execute(f"{made_as} SELECT * FROM distinct_values")
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
