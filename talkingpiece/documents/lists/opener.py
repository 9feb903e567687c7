"""Opens one binary list in a process of its own, which is given little memory and little time. Knows nothing of ours.

Started as a script: the file comes on the standard input, what was found leaves on the standard output as JSON, so
that whatever a hostile file does to a parser is done to nobody but this process.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

MOST_UNPACKED = 60_000_000
MOST_MEMORY = 220_000_000
MOST_SECONDS = 6


class Limits(NamedTuple):
    rows: int
    columns: int
    tallest: int  # blank rows too
    in_a_cell: int
    in_all: int  # signs of all cells


class Refused(Exception):
    """With a code that whoever started this turns into a sentence."""


def text(cell: object) -> str:
    """A cell as its owner would type it: dates in ISO order, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    if isinstance(cell, timedelta):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, bytes):
        cell = cell.decode("utf-8", "replace")
    return " ".join(str(cell).split())


def opened(kind: str, content: bytes, limits: Limits) -> list[dict[str, Any]]:
    return _parquet(content, limits) if kind == "parquet" else _workbook(content, limits)


def _workbook(content: bytes, limits: Limits) -> list[dict[str, Any]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    _require_honest(content)
    left = limits.in_all
    found = []
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.height > limits.tallest:
                raise Refused("rows")
            rows = [[text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
            left = _spent(rows, left)
            found.append({"name": name, "rows": rows})
    except PasswordError:
        raise Refused("password") from None
    except (CalamineError, OSError, ValueError):
        raise Refused("no_list") from None
    return found


def _require_honest(content: bytes) -> None:
    """What an archive says of the size of its parts is true; a part that is larger has another check sum."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise Refused("bomb")
            if packed.testzip() is not None:
                raise Refused("no_list")
    except Refused:
        raise
    except Exception:  # whatever the parts of a broken archive break
        raise Refused("no_list") from None


def _parquet(content: bytes, limits: Limits) -> list[dict[str, Any]]:
    import pyarrow
    import pyarrow.parquet

    pyarrow.set_cpu_count(1)
    try:
        file = pyarrow.parquet.ParquetFile(pyarrow.BufferReader(content))
        names = [str(name) for name in file.schema_arrow.names]
        if len(names) > limits.columns:
            raise Refused("columns")
        if any(pyarrow.types.is_nested(field.type) for field in file.schema_arrow):
            raise Refused("nested")
        rows, left = [names], limits.in_all
        # What the file says of its size is not believed: rows are counted as they come.
        for batch in file.iter_batches(batch_size=256, use_threads=False):
            more = [[text(cell) for cell in row.values()] for row in _rows(batch, len(names))]
            left = _spent(more, left)
            rows += more
            if len(rows) > limits.tallest:
                raise Refused("rows")
    except Refused:
        raise
    except (pyarrow.ArrowException, OSError, ValueError, KeyError, UnicodeError):
        raise Refused("no_list") from None
    return [{"name": "", "rows": rows}]


def _rows(batch: Any, width: int) -> Iterable[dict[int, object]]:
    columns = [batch.column(number).to_pylist() for number in range(width)]
    return ({number: column[row] for number, column in enumerate(columns)} for row in range(batch.num_rows))


def _spent(rows: list[list[str]], left: int) -> int:
    left -= sum(len(cell) for row in rows for cell in row)
    if left < 0:
        raise Refused("bomb")
    return left


def main(kind: str, *limits: str) -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        found: dict[str, Any] = {"sheets": opened(kind, sys.stdin.buffer.read(), Limits(*map(int, limits)))}
    except Refused as why:
        found = {"refused": str(why)}
    except MemoryError:
        found = {"refused": "bomb"}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
