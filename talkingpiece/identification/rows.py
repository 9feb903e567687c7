"""The rows of an extract as they were understood: values, what is to be mended, and what was left empty, with why.

Pure. A number that is none of its kind is kept as empty with its reason, and what was written beside it; a cell that
says in words that nothing is known is empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from talkingpiece.documents.lists.lines import cells_below, read_cells
from talkingpiece.documents.lists.reading import Rows
from talkingpiece.identification.columns import BY_KEY
from talkingpiece.linkage import identifiers
from talkingpiece.linkage.standardise import plain

# The columns that hold a number or an address of a known form, and which.
NUMBERS: dict[str, str] = {
    "urn": "pti_urn",
    "victim_postcode": "postcode",
    "offender_postcode": "postcode",
    "offender_pnc": "pnc",
    "offender_cro": "cro",
    "offender_asn": "asn",
    "offender_prison_no": "prison_no",
    "offender_crn": "crn",
}
_NOTHING = frozenset(
    [
        "na",
        "n/a",
        "nk",
        "n/k",
        "none",
        "null",
        "nil",
        "unknown",
        "unk",
        "tbc",
        "tba",
        "-",
        "--",
        ".",
        "?",
        "x",
        "xx",
        "xxx",
    ]
    + ["not known", "not applicable", "not recorded", "not entered", "no data", "nfa", "no fixed abode"]
)
# Days that stand where a system wanted one and nobody knew it.
_NO_DAY = frozenset({date(1900, 1, 1), date(1970, 1, 1), date(1901, 1, 1)})
_NAMES = ("victim", "victim_last", "victim_first", "offender", "offender_last", "offender_first")
_SAYS_NO = frozenset({"orders", "interpreter", "restricted", "wish", "proceedings", "responsibility"})


@dataclass(frozen=True)
class Line:
    """`number` as its owner counts. `raw`: what was written where a number is kept as empty; `why` says why."""

    number: int
    cells: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)

    @property
    def victim(self) -> str:
        return self._name("victim")

    @property
    def offender(self) -> str:
        return self._name("offender")

    def _name(self, side: str) -> str:
        parts = (self.values.get(f"{side}_first", ""), self.values.get(f"{side}_last", ""))
        return str(self.values.get(side) or " ".join(part for part in parts if part))

    @property
    def kept(self) -> dict[str, Any]:
        """What is stored of it, as JSON."""
        found = {key: _plain(value) for key, value in self.values.items()}
        for side, name in (("victim", self.victim), ("offender", self.offender)):
            for part in (f"{side}_first", f"{side}_last"):
                found.pop(part, None)
            if name:
                found[side] = name
        return found | ({"raw": self.raw, "why": self.why} if self.raw else {})


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def read_lines(rows: Rows, mapping: Sequence[str]) -> list[Line]:
    return [_line(number, cells) for number, cells in cells_below(rows, mapping)]


def _line(number: int, cells: dict[str, str]) -> Line:
    said = {key: text for key, text in cells.items() if key in _SAYS_NO or plain(text) not in _NOTHING}
    values, errors = read_cells(said, BY_KEY)
    raw: dict[str, str] = {}
    why: dict[str, str] = {}
    for key, kind in NUMBERS.items():
        if key in values:
            found = identifiers.parse(kind, values[key])
            values[key] = found.canonical
            if not found:
                raw[key], why[key] = found.raw, str(found.reason)
    for key in [key for key, value in values.items() if isinstance(value, date) and value in _NO_DAY]:
        raw[key], why[key] = cells[key], _("It stands where nobody knew the day.")
        del values[key]
    line = Line(number, cells, {key: value for key, value in values.items() if value not in ("", [])}, errors, raw, why)
    errors.update(_whole(line))
    return line


def _whole(line: Line) -> dict[str, str]:
    """What does not go together."""
    found = {}
    if not set(_NAMES) & (set(line.values) | set(line.errors)):
        # The first of these columns that the list has at all.
        key = next((key for key in _NAMES if key in line.cells), "victim")
        found[key] = _("Write whom this row is about, or delete it.")
    happened, sentenced = line.values.get("offence_date"), line.values.get("sentenced_on")
    if happened and sentenced and sentenced < happened:
        found["sentenced_on"] = _("This is before the offence. Check both dates.")
    born = line.values.get("victim_birth_date")
    if born and happened and born > happened:
        found["victim_birth_date"] = _("This is after the offence. Check both dates.")
    return found
