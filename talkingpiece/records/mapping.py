"""Which of their columns is which of ours: a guess from the headings, which a person then changes or keeps."""

from __future__ import annotations

import re
from collections.abc import Sequence

import jellyfish

from talkingpiece.linkage.standardise import plain
from talkingpiece.records.columns import COLUMNS, Column
from talkingpiece.records.reading import Rows, Sheet

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


def twice(rows: Rows) -> list[str]:
    """Headings that stand over more than one column."""
    seen = [plain(heading) for heading in headings(rows) if heading]
    return sorted({heading for heading in headings(rows) if seen.count(plain(heading)) > 1})


def guess(rows: Rows) -> list[str]:
    """For each of their columns the key of ours, or nothing. Best likeness first; none of ours twice."""
    wanted = [_words(heading) for heading in headings(rows)]
    likeness = sorted(
        (
            (score, -number, index, column.key)
            for index, heading in enumerate(wanted)
            if heading
            for number, column in enumerate(COLUMNS)
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


def _words(heading: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", plain(heading)))


def _likeness(heading: str, column: Column) -> float:
    names = [_words(str(column.header)), *column.synonyms]
    if heading in names:
        return 2.0 - names.index(heading) / 100
    return max(jellyfish.jaro_winkler_similarity(heading, name) for name in names)


def likeliest(sheets: Sequence[Sheet]) -> int:
    """The sheet in which most columns are known again."""
    known = [sum(map(bool, guess(sheet.rows))) for sheet in sheets]
    return known.index(max(known))


def missing(mapping: Sequence[str]) -> list[Column]:
    """Columns without which no case can be made. Either of a victim's names will do."""
    given = set(mapping)
    if "full_name" in given:
        given.add("called")
    return [column for column in COLUMNS if column.required and column.key not in given]


def samples(rows: Rows, index: int, most: int = 3) -> list[str]:
    """The first different values of a column."""
    below = rows[heading_line(rows) + 1 :]
    return list(dict.fromkeys(row[index] for row in below if row[index]))[:most]
