"""A file as rows of text: Excel, OpenDocument, Parquet or CSV, whatever its letters are coded in.

None of it is trusted: what has to be unpacked is unpacked in a process of its own (`opener`)."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talkingpiece.documents.cells import unguarded
from talkingpiece.documents.lists import opener
from talkingpiece.documents.lists.opener import text

MOST_IN_A_CELL = 2_000
MOST_COLUMNS = 80
_PATIENCE = 7  # seconds, for one file
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_PARQUET = b"PAR1"
_DELIMITERS = ",;\t|"

Rows = list[list[str]]

__all__ = ["File", "FileKind", "Limits", "Rows", "Sheet", "Unreadable", "read_file", "text"]


class FileKind(TextChoices):
    XLSX = "xlsx", gettext_lazy("Excel")
    ODS = "ods", gettext_lazy("OpenDocument")
    CSV = "csv", gettext_lazy("CSV")
    PARQUET = "parquet", gettext_lazy("Parquet")


@dataclass(frozen=True)
class Limits:
    """How large a list a page takes. `tallest` counts blank rows too; `parquet`: whether it takes such a file."""

    most_bytes: int
    rows: int
    tallest: int
    columns: int = MOST_COLUMNS
    in_a_cell: int = MOST_IN_A_CELL
    parquet: bool = False


class Unreadable(ValueError):
    """Why this file cannot be read, and what to do about it, as sentences."""


@dataclass(frozen=True)
class Sheet:
    """`rows`: as they lie in the file, with blank ones, so that their numbers are those that its owner sees."""

    name: str
    rows: Rows


@dataclass(frozen=True)
class File:
    format: FileKind
    sheets: list[Sheet]


def read_file(content: bytes, limits: Limits) -> File:
    """Raises Unreadable."""
    if not content.strip():
        raise Unreadable(_("This file is empty. Choose the file with your rows."))
    if len(content) > limits.most_bytes:
        raise Unreadable(_too_large(limits))
    if content.startswith(_OLD_OFFICE):
        raise Unreadable(
            _(
                "This file is locked with a password, or in the old Excel format. Open it, take the password off, "
                "save it as .xlsx, and bring it again."
            )
        )
    kind = _kind_of(content, limits)
    found = [Sheet("", _csv(content, limits))] if kind is FileKind.CSV else _opened(content, kind, limits)
    sheets = [_checked(sheet, limits) for sheet in found if any(any(row) for row in sheet.rows)]
    if not sheets:
        raise Unreadable(_("There is nothing in this file. Choose the file with your rows."))
    return File(kind, sheets)


def _too_large(limits: Limits) -> str:
    return _("This file is larger than %(most)d MB. Take out pictures and sheets that are not needed.") % {
        "most": limits.most_bytes // 1_000_000
    }


def _kind_of(content: bytes, limits: Limits) -> FileKind:
    if content.startswith(_PARQUET) and limits.parquet:
        return FileKind.PARQUET
    if not content.startswith(_ZIP):
        return FileKind.CSV
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise _not_a_list() from None
    if "xl/workbook.xml" in names:
        return FileKind.XLSX
    if "content.xml" in names:
        return FileKind.ODS
    raise _not_a_list()


def _opened(content: bytes, kind: FileKind, limits: Limits) -> list[Sheet]:
    """What the process that unpacks it says. Whatever it dies of, the file is refused."""
    asked = opener.Limits(
        limits.rows, limits.columns, limits.tallest, limits.in_a_cell, min(8 * limits.most_bytes, 24_000_000)
    )
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(Path(opener.__file__)), kind.value, *map(str, asked)],
            input=content,
            capture_output=True,
            timeout=_PATIENCE,
            check=True,
            env={},
        )
        found = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        raise _not_a_list() from None
    if "refused" in found:
        raise _refused(found["refused"], limits)
    return [Sheet(sheet["name"], sheet["rows"]) for sheet in found["sheets"]]


def _refused(code: str, limits: Limits) -> Unreadable:
    if code == "password":
        return Unreadable(_("This file is locked with a password. Take the password off and bring it again."))
    if code == "bomb":
        return Unreadable(_("This file is too large once it is unpacked. Take out what is not needed."))
    if code == "nested":
        return Unreadable(_("A column of this file holds lists instead of single values. Bring it as a plain table."))
    if code == "rows":
        return _too_long(limits)
    return _too_wide(limits) if code == "columns" else _not_a_list()


def _not_a_list() -> Unreadable:
    return Unreadable(_("We cannot read this file. Save your list as .xlsx, .ods or .csv, and bring that file."))


def _too_long(limits: Limits) -> Unreadable:
    words = _("This list has more than %(most)d rows. Divide it, and bring one part after the other.")
    return Unreadable(words % {"most": limits.rows})


def _too_wide(limits: Limits) -> Unreadable:
    words = _("This list has more than %(most)d columns. Take out those that are not needed.")
    return Unreadable(words % {"most": limits.columns})


def _csv(content: bytes, limits: Limits) -> Rows:
    decoded = _decoded(content)
    if "\x00" in decoded:
        raise _not_a_list()
    rows: Rows = []
    try:
        for row in csv.reader(io.StringIO(decoded), delimiter=_delimiter(decoded), strict=True):
            if len(row) > limits.columns and any(row[limits.columns :]):
                raise _too_wide(limits)
            rows.append([unguarded(" ".join(cell.split())) for cell in row[: limits.columns]])
            if len(rows) > max(limits.tallest, 1):
                raise _too_long(limits)
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


def _checked(sheet: Sheet, limits: Limits) -> Sheet:
    filled = [row for row in sheet.rows if any(row)]
    if len(filled) - 1 > limits.rows:
        raise _too_long(limits)
    width = max(len(row) for row in filled)
    if width > limits.columns:
        raise _too_wide(limits)
    if any(len(cell) > limits.in_a_cell for row in filled for cell in row):
        words = _("A cell of this list holds more than %(most)d characters. Shorten it.")
        raise Unreadable(words % {"most": limits.in_a_cell})
    return Sheet(sheet.name, [[*row, *[""] * (width - len(row))] for row in sheet.rows])
