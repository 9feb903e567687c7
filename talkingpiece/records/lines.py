"""Each row of a list as it was understood, with what is wrong at each of its cells. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from talkingpiece.documents.lists.lines import cells_below, read_cells
from talkingpiece.documents.lists.reading import Rows
from talkingpiece.linkage.standardise import name_parts, plain
from talkingpiece.records.columns import BY_KEY, EXAMPLE_REFERENCE
from talkingpiece.records.safe_times import SafeTimes


@dataclass(frozen=True)
class Line:
    """`number` as its owner counts. `values`: what could be read; `errors`: what is to be mended; by column."""

    number: int
    cells: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def text(self, key: str) -> str:
        return str(self.values.get(key, ""))

    def day(self, key: str) -> date | None:
        found: date | None = self.values.get(key)
        return found

    def says_yes(self, key: str) -> bool:
        return bool(self.values.get(key, False))

    @property
    def times(self) -> SafeTimes:
        found: SafeTimes = self.values.get("safe_times") or SafeTimes()
        return found

    @property
    def called(self) -> str:
        return self.text("called") or (self.text("full_name").split() or [""])[0]

    @property
    def victim(self) -> str:
        return self.text("full_name") or self.called

    @property
    def own_reference(self) -> str:
        return " ".join(plain(self.text("reference")).split())

    @property
    def offender_words(self) -> str:
        return " ".join(name_parts(self.text("offender")))

    @property
    def victim_words(self) -> str:
        return " ".join(name_parts(self.victim))


def read_lines(rows: Rows, mapping: Sequence[str]) -> list[Line]:
    """Every row below the headings that is not blank."""
    return [_line(number, cells) for number, cells in cells_below(rows, mapping)]


def _line(number: int, cells: dict[str, str]) -> Line:
    line = Line(number, cells, *read_cells(cells, BY_KEY))
    line.errors.update(_whole(line))
    return line


def _whole(line: Line) -> dict[str, str]:
    """What is missing, or does not go together."""
    found = {}
    if not line.text("reference") and "reference" not in line.errors:
        found["reference"] = _("Give each row your own reference.")
    if line.text("reference") == EXAMPLE_REFERENCE:
        found["reference"] = _("This is the example of our template. Delete this row, or leave it out.")
    if not line.called and not {"called", "full_name"} & set(line.errors):
        found["called"] = _("Write what you call the victim.")
    if line.day("referred_on") is None and "referred_on" not in line.errors:
        found["referred_on"] = _("Write the day on which they were referred.")
    no_number = not line.text("phone") and "phone" not in line.errors
    if line.says_yes("voicemail") and no_number:
        found["voicemail"] = _("A voicemail needs a phone number. Write the number, or no.")
    if line.values.get("safe_times") and no_number:
        found["safe_times"] = _("Safe times need a phone number. Write the number, or take the times out.")
    if not line.text("offender") and "offender" not in line.errors:
        for key in ("offender_birth_date", "sentence", "release_on", "supervised_by"):
            if line.values.get(key):
                found[key] = _("Write the offender’s name, or leave this empty.")
    return found | _order_of_days(line)


def _order_of_days(line: Line) -> dict[str, str]:
    found = {}
    referred, happened, last = line.day("referred_on"), line.day("happened_on"), line.day("last_contact")
    if referred and happened and happened > referred:
        found["happened_on"] = _("This is after they were referred. Check both dates.")
    if referred and last and last < referred:
        found["last_contact"] = _("This is before they were referred. Check both dates.")
    return found
