"""A file as rows of text: Excel, OpenDocument or CSV, whatever its letters are coded in. Nothing of it is trusted."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from talkingpiece.documents.cells import unguarded
from talkingpiece.records.states import ListFormat

MOST_BYTES = 2_000_000
MOST_UNPACKED = 60_000_000
MOST_ROWS = 500
MOST_COLUMNS = 80
_TALLEST = 20_000  # blank rows too
MOST_IN_A_CELL = 2_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_DELIMITERS = ",;\t|"

Rows = list[list[str]]


class Unreadable(ValueError):
    """Why this file cannot be read, and what to do about it, as sentences."""


@dataclass(frozen=True)
class Sheet:
    """`rows`: as they lie in the file, with blank ones, so that their numbers are those that its owner sees."""

    name: str
    rows: Rows


@dataclass(frozen=True)
class File:
    format: ListFormat
    sheets: list[Sheet]


def read_file(content: bytes) -> File:
    """Raises Unreadable."""
    if not content.strip():
        raise Unreadable(_("This file is empty. Choose the file with your cases."))
    if len(content) > MOST_BYTES:
        raise Unreadable(_("This file is larger than 2 MB. Take out pictures and sheets that are not needed."))
    if content.startswith(_OLD_OFFICE):
        raise Unreadable(
            _(
                "This file is locked with a password, or in the old Excel format. Open it, take the password off, "
                "save it as .xlsx, and bring it again."
            )
        )
    file = _workbook(content) if content.startswith(_ZIP) else File(ListFormat.CSV, [Sheet("", _csv(content))])
    sheets = [_checked(sheet) for sheet in file.sheets if any(any(row) for row in sheet.rows)]
    if not sheets:
        raise Unreadable(_("There is nothing in this file. Choose the file with your cases."))
    return File(file.format, sheets)


def _workbook(content: bytes) -> File:
    kind = _kind_of(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [Sheet(name, _rows(book.get_sheet_by_name(name))) for name in book.sheet_names]
    except PasswordError:
        raise Unreadable(_("This file is locked with a password. Take the password off and bring it again.")) from None
    except Unreadable:
        raise
    except (CalamineError, OSError, ValueError):
        raise _not_a_list() from None
    return File(kind, sheets)


def _rows(sheet: CalamineSheet) -> Rows:
    if sheet.height > _TALLEST:
        raise _too_long()
    return _texts(sheet.to_python(skip_empty_area=False))


def _kind_of(content: bytes) -> ListFormat:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise Unreadable(_("This file is too large once it is unpacked. Take out what is not needed."))
    except zipfile.BadZipFile:
        raise _not_a_list() from None
    if "xl/workbook.xml" in names:
        return ListFormat.XLSX
    if "content.xml" in names:
        return ListFormat.ODS
    raise _not_a_list()


def _not_a_list() -> Unreadable:
    return Unreadable(_("We cannot read this file. Save your list as .xlsx, .ods or .csv, and bring that file."))


def _too_long() -> Unreadable:
    return Unreadable(
        _("This list has more than %(most)d rows. Divide it, and bring one part after the other.") % {"most": MOST_ROWS}
    )


def _texts(rows: Iterable[Iterable[object]]) -> Rows:
    return [[text(cell) for cell in row] for row in rows]


def text(cell: object) -> str:
    """A cell as its owner would type it: dates in ISO order, whole numbers without a point."""
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
    return " ".join(str(cell).split())


def _csv(content: bytes) -> Rows:
    decoded = _decoded(content)
    if "\x00" in decoded:
        raise _not_a_list()
    try:
        rows = [
            [unguarded(" ".join(cell.split())) for cell in row]
            for row in csv.reader(io.StringIO(decoded), delimiter=_delimiter(decoded), strict=True)
        ]
    except csv.Error:
        raise Unreadable(
            _("A quotation mark in this file has no partner. Save your list as .xlsx and bring that.")
        ) from None
    return rows


def _decoded(content: bytes) -> str:
    for mark, name in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(name, errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Old spreadsheets of this country write the letters of Windows or of the Macintosh.
        found = from_bytes(content, cp_isolation=["cp1252", "mac_roman"]).best()
    if found is None:
        raise _not_a_list()
    return str(found)


def _delimiter(decoded: str) -> str:
    """Whichever divides the first line with anything in it into most cells."""
    first = next((line for line in decoded.splitlines() if line.strip()), "")
    return max(_DELIMITERS, key=lambda mark: len(next(csv.reader([first], delimiter=mark))))


def _checked(sheet: Sheet) -> Sheet:
    filled = [row for row in sheet.rows if any(row)]
    if len(filled) - 1 > MOST_ROWS:
        raise _too_long()
    width = max(len(row) for row in filled)
    if width > MOST_COLUMNS:
        raise Unreadable(
            _("This list has more than %(most)d columns. Take out those that are not needed.") % {"most": MOST_COLUMNS}
        )
    if any(len(cell) > MOST_IN_A_CELL for row in filled for cell in row):
        raise Unreadable(
            _("A cell of this list holds more than %(most)d characters. Shorten it.") % {"most": MOST_IN_A_CELL}
        )
    return Sheet(sheet.name, [[*row, *[""] * (width - len(row))] for row in sheet.rows])
