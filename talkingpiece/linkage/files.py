"""Files that the commands read beside records, and how they write theirs: whole, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from talkingpiece.linkage.batch import Decision
from talkingpiece.linkage.prepare import NotRecords


def written(path: Path, table: pa.Table) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        pq.write_table(table, beside, compression="zstd")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def decisions_of(path: Path) -> list[Decision]:
    """What people said of pairs: left_id, right_id, same (true or false)."""
    table = parquet(path, ("left_id", "right_id", "same"))
    rows = table.to_pylist()
    if any(row["left_id"] is None or row["right_id"] is None or not isinstance(row["same"], bool) for row in rows):
        raise NotRecords(f"{path}: each row needs two ids, and in the column same true or false.")
    return [Decision(str(row["left_id"]), str(row["right_id"]), row["same"]) for row in rows]


def parquet(path: Path, needed: tuple[str, ...]) -> pa.Table:
    try:
        names = pq.read_schema(path).names
        missing = [name for name in needed if names.count(name) != 1]
        if missing:
            raise NotRecords(f"{path}: it needs one column {missing[0]}.")
        return pq.read_table(path, columns=list(needed))
    except FileNotFoundError:
        raise NotRecords(f"{path}: there is no such file.") from None
    except (OSError, pa.ArrowException, UnicodeDecodeError) as error:
        first = (str(error).splitlines() or [""])[0][:200]
        raise NotRecords(f"{path}: this is no Parquet file that can be read. {first}") from None
