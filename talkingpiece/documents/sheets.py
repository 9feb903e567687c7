"""A table as a file: one sheet with nothing hidden, nobody named as its author, and every cell a text."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import xlsxwriter
from defusedcsv import csv

from talkingpiece.documents.cells import guarded, one_line

# Nothing in the file says when it was made: the trail does.
_NO_TIME = datetime(2000, 1, 1)
# A text that holds a sign of a formula stays a text, also when somebody edits the cell.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True)
class Sheet:
    """`marked`: (row, column) of cells that somebody must look at; shown in colour where the format has any."""

    title: str
    heading: Sequence[str]
    rows: Sequence[Sequence[str]]
    marked: Collection[tuple[int, int]] = field(default_factory=frozenset)


def written(sheet: Sheet, format: Format) -> bytes:
    return as_csv([sheet.heading, *sheet.rows]) if format is Format.CSV else as_xlsx(sheet)


def as_csv(rows: Iterable[Iterable[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    # With the mark by which spreadsheets know the letters for what they are.
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(sheet: Sheet) -> bytes:
    out = io.BytesIO()
    with new_book(out) as book:
        page = book.add_worksheet(sheet.title[:31])
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", **_TEXT})
        plain = book.add_format({"text_wrap": True, "valign": "top", **_TEXT})
        marked = book.add_format({"bg_color": "#F6D7C9", "border": 2, "border_color": "#9A3412", **_TEXT})
        page.freeze_panes(1, 1)
        for column, words in enumerate(sheet.heading):
            page.write_string(0, column, one_line(words), bold)
            page.set_column(column, column, _width(sheet, column))
        for row, cells in enumerate(sheet.rows):
            for column, cell in enumerate(cells):
                looks = marked if (row, column) in sheet.marked else plain
                page.write_string(row + 1, column, one_line(cell), looks)
    return out.getvalue()


_TEXT = {"num_format": "@", "quote_prefix": True}


def new_book(out: io.BytesIO) -> xlsxwriter.Workbook:
    book = xlsxwriter.Workbook(out, _OPTIONS)
    book.set_properties({"author": "", "created": _NO_TIME})
    return book


def _width(sheet: Sheet, column: int) -> int:
    longest = max((len(cells[column]) for cells in [sheet.heading, *sheet.rows] if column < len(cells)), default=0)
    return min(max(longest + 2, 12), 60)
