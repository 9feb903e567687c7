"""One cell of a table that leaves: a text on one line, which no spreadsheet takes for a formula. Pure."""

from __future__ import annotations

import re
import unicodedata

# What a spreadsheet may take for the beginning of a formula, a link to another program, or a function.
STARTERS = frozenset("=+-@|%")
_PLAIN_NUMBER = re.compile(r"^-?[0-9][0-9,.]*$")


def one_line(text: str) -> str:
    """Without line breaks, tabs and signs that nobody sees: a line of its own could begin a formula, too."""
    return " ".join("".join(_kept(sign) for sign in text).split())


def _kept(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind in {"Zl", "Zp", "Zs"} or sign in "\t\n\r\v\f":
        return " "
    return "" if kind in {"Cc", "Cf", "Co", "Cs", "Cn"} else sign


def is_formula(text: str) -> bool:
    """Whether it begins like a formula once blanks and wide forms are read as spreadsheets of some languages do."""
    read = unicodedata.normalize("NFKC", text).lstrip()
    return bool(read) and read[0] in STARTERS and not _PLAIN_NUMBER.match(read)


def guarded(text: str) -> str:
    """As it stands in a CSV file: an apostrophe keeps what looks like a formula a text."""
    cell = one_line(text)
    return f"'{cell}" if is_formula(cell) else cell


def unguarded(cell: str) -> str:
    """What `guarded` put before a text is taken off again when the file comes back."""
    return cell[1:] if cell[:1] == "'" and is_formula(cell[1:]) else cell
