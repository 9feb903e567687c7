"""The file of rows to mend: written, and put back into the list it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from django.utils.translation import gettext as _

from talkingpiece.documents.lists.columns import Column
from talkingpiece.documents.lists.mapping import LINE_HEADING, MEND_HEADING, heading_line, headings
from talkingpiece.documents.lists.reading import Rows, Unreadable
from talkingpiece.documents.sheets import Sheet
from talkingpiece.linkage.standardise import plain


class Wrong(Protocol):
    """A row of the list, by the number that its owner sees, and what is to be mended in it, by column."""

    @property
    def number(self) -> int: ...

    @property
    def errors(self) -> Mapping[str, str]: ...


def rows_to_mend(
    rows: Rows, mapping: Sequence[str], wrong: Sequence[Wrong], columns: Mapping[str, Column]
) -> tuple[list[str], list[tuple[list[str], set[int]]]]:
    """The headings, and each row with the places of its wrong cells: its number first, what to mend last."""
    heading = [LINE_HEADING, *headings(rows), MEND_HEADING]
    place = {key: index + 1 for index, key in enumerate(mapping) if key}
    found = []
    for one in wrong:
        cells = [str(one.number), *rows[one.number - 1], _what_to_mend(one, columns)]
        found.append((cells, {place[key] for key in one.errors if key in place}))
    return heading, found


def _what_to_mend(row: Wrong, columns: Mapping[str, Column]) -> str:
    words = _("%(column)s: %(what)s")
    return " ".join(words % {"column": columns[key].header, "what": what} for key, what in row.errors.items())


def sheet_to_mend(heading: Sequence[str], rows: Sequence[tuple[Sequence[str], set[int]]]) -> Sheet:
    """One sheet, with the wrong cells marked."""
    marked = {(line, place) for line, (_cells, places) in enumerate(rows) for place in places}
    return Sheet(title=_("Rows to mend"), heading=heading, rows=[cells for cells, _wrong in rows], marked=marked)


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
