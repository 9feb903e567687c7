"""Which of their columns is which of ours: a guess from the headings, which a person then changes or keeps."""

from __future__ import annotations

from collections.abc import Sequence

import jellyfish

from talkingpiece.documents.lists.columns import Column, words_of
from talkingpiece.documents.lists.reading import Rows, Sheet
from talkingpiece.linkage.standardise import plain

_CLOSE = 0.92
# Headings of the file of rows to mend. They are ours, and never a column of a case.
LINE_HEADING = "Row in your list"
MEND_HEADING = "What to mend"


def heading_line(rows: Rows) -> int:
    """The index of the first row with anything in it; -1 if there is none."""
    return next((index for index, row in enumerate(rows) if any(row)), -1)


def headings(rows: Rows) -> list[str]:
    line = heading_line(rows)
    return rows[line] if line >= 0 else []


def below_titles(rows: Rows, columns: Sequence[Column], most: int = 12) -> Rows:
    """Without whatever stands above the headings, such as the name of a report: those lines are blank, and keep their
    numbers. The headings are the line of the first few in which most columns are known again."""
    filled = [index for index, row in enumerate(rows) if any(row)][:most]
    known = {index: sum(map(bool, guess(rows[index : index + 1], columns))) for index in filled}
    best = max(filled, key=lambda index: known[index], default=0)
    return [*([[""] * len(row) for row in rows[:best]]), *rows[best:]]


def twice(rows: Rows) -> list[str]:
    """Headings that stand over more than one column."""
    seen = [plain(heading) for heading in headings(rows) if heading]
    return sorted({heading for heading in headings(rows) if seen.count(plain(heading)) > 1})


def guess(rows: Rows, columns: Sequence[Column]) -> list[str]:
    """For each of their columns the key of ours, or nothing. Best likeness first; none of ours twice."""
    wanted = [words_of(heading) for heading in headings(rows)]
    likeness = sorted(
        (
            (score, -number, index, column.key)
            for index, heading in enumerate(wanted)
            if heading
            for number, column in enumerate(columns)
            if (score := _likeness(heading, column)) >= _CLOSE
        ),
        reverse=True,
    )
    found = [""] * len(wanted)
    taken: set[str] = set()
    for _score, _order, index, key in likeness:
        if not found[index] and key not in taken:
            found[index] = key
            taken.add(key)
    return found


def _likeness(heading: str, column: Column) -> float:
    names = column.names
    if heading in names:
        return 2.0 - names.index(heading) / 100
    return max(jellyfish.jaro_winkler_similarity(heading, name) for name in names)


def likeliest(sheets: Sequence[Sheet], columns: Sequence[Column]) -> int:
    """The sheet in which most columns are known again."""
    known = [sum(map(bool, guess(sheet.rows, columns))) for sheet in sheets]
    return known.index(max(known))


def samples(rows: Rows, index: int, most: int = 3) -> list[str]:
    """The first different values of a column."""
    below = rows[heading_line(rows) + 1 :]
    return list(dict.fromkeys(row[index] for row in below if row[index]))[:most]
