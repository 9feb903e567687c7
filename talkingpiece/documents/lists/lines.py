"""The rows of a list, cell by cell: what could be read, and what is to be mended. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from talkingpiece.documents.lists.cells import Mend
from talkingpiece.documents.lists.columns import Column
from talkingpiece.documents.lists.mapping import heading_line
from talkingpiece.documents.lists.reading import Rows


def cells_below(rows: Rows, mapping: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Every row below the headings that is not blank, by its number as its owner counts: cells by column."""
    start = heading_line(rows) + 1
    columns = [(index, key) for index, key in enumerate(mapping) if key]
    for number, row in enumerate(rows[start:], start=start + 1):
        if any(row):
            yield number, {key: row[index] for index, key in columns}


def read_cells(cells: Mapping[str, str], columns: Mapping[str, Column]) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of one row, and what is to be mended, by column. An empty cell is neither."""
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for key, written in cells.items():
        if not written:
            continue
        try:
            values[key] = columns[key].read(written)
        except Mend as mend:
            errors[key] = str(mend)
    return values, errors
