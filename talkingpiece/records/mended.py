"""The file of rows to mend: written, and put back into the list it came from."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from talkingpiece.linkage.standardise import plain
from talkingpiece.records.checking import Checked
from talkingpiece.records.columns import BY_KEY
from talkingpiece.records.mapping import LINE_HEADING, MEND_HEADING, heading_line, headings
from talkingpiece.records.reading import Rows, Unreadable
from talkingpiece.records.states import ListFormat


def rows_to_mend(
    rows: Rows, mapping: Sequence[str], checked: Sequence[Checked]
) -> tuple[list[str], list[tuple[list[str], set[int]]]]:
    """The headings, and each row with the places of its wrong cells: its number first, what to mend last."""
    heading = [LINE_HEADING, *headings(rows), MEND_HEADING]
    place = {key: index + 1 for index, key in enumerate(mapping) if key}
    found = []
    for one in checked:
        if one.to_mend:
            cells = [str(one.number), *rows[one.number - 1], _what_to_mend(one)]
            found.append((cells, {place[key] for key in one.errors if key in place}))
    return heading, found


def _what_to_mend(row: Checked) -> str:
    return " ".join(
        _("%(column)s: %(what)s") % {"column": BY_KEY[key].header, "what": what} for key, what in row.errors.items()
    )


def write(format: str, heading: Sequence[str], rows: Sequence[tuple[Sequence[str], set[int]]]) -> tuple[bytes, str]:
    """The file and its ending: CSV for whoever gave CSV, else Excel, with the wrong cells marked."""
    if format == ListFormat.CSV:
        return _csv(heading, rows), "csv"
    return _xlsx(heading, rows), "xlsx"


def _csv(heading: Sequence[str], rows: Sequence[tuple[Sequence[str], set[int]]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heading)
    for cells, _wrong in rows:
        writer.writerow([guarded(cell) for cell in cells])
    # With the mark by which spreadsheets know the letters for what they are.
    return out.getvalue().encode("utf-8-sig")


def guarded(cell: str) -> str:
    """No cell of ours is taken for a formula by whoever opens it."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@"} else cell


def _xlsx(heading: Sequence[str], rows: Sequence[tuple[Sequence[str], set[int]]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("Rows to mend"))
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        wrong = book.add_format({"bg_color": "#F6D7C9", "border": 2, "border_color": "#9A3412", "num_format": "@"})
        plain_text = book.add_format({"num_format": "@"})
        wide = book.add_format({"text_wrap": True, "valign": "top"})
        sheet.freeze_panes(1, 1)
        for column, words in enumerate(heading):
            sheet.write_string(0, column, words, bold)
        for line, (cells, places) in enumerate(rows, start=1):
            for column, cell in enumerate(cells):
                last = column == len(cells) - 1
                sheet.write_string(line, column, cell, wide if last else wrong if column in places else plain_text)
        sheet.set_column(0, len(heading) - 2, 18)
        sheet.set_column(len(heading) - 1, len(heading) - 1, 70)
    return out.getvalue()


def merged(rows: Rows, mended: Rows) -> tuple[Rows, int]:
    """The list with the mended rows in their places, and how many there were. Raises Unreadable."""
    start = heading_line(mended)
    theirs = [plain(heading) for heading in mended[start]] if start >= 0 else []
    if plain(LINE_HEADING) not in theirs:
        raise Unreadable(
            _("This file has no column “%(name)s”. Bring back the file of rows to mend that this page gave you.")
            % {"name": LINE_HEADING}
        )
    number = theirs.index(plain(LINE_HEADING))
    ours = {plain(heading): index for index, heading in enumerate(headings(rows)) if heading}
    columns = [(index, ours[heading]) for index, heading in enumerate(theirs) if heading in ours]
    first = heading_line(rows) + 1
    found = [list(row) for row in rows]
    count = 0
    for row in mended[start + 1 :]:
        if not any(row):
            continue
        line = int(row[number]) - 1 if row[number].isdecimal() and len(row[number]) < 7 else -1
        if not first <= line < len(found) or not any(found[line]):
            raise Unreadable(
                _("There is no row “%(row)s” in your list. Leave the first column as it is, and bring the file again.")
                % {"row": row[number]}
            )
        for source, target in columns:
            found[line][target] = row[source]
        count += 1
    return found, count
