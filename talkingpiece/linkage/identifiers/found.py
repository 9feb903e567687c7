from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why a value is kept as empty, or is no evidence."""

    EMPTY = "Nothing is written."
    SHAPE = "It does not have the shape of such a number."
    CHECK = "Its check letter or digit does not fit the rest."
    PLACEHOLDER = "It stands where there was nothing to write."
    DUMMY = "It is a dummy that many records share."
    CENTURY = "The year has two digits, and by it this person would have been under ten."


@dataclass(frozen=True)
class Identified:
    """`canonical` is empty unless the value is valid. `shaped` is its one form even where the check letter is wrong:
    two records that carry the same mistake may well be copies of one source. `doubt` lets a person look again."""

    kind: str
    raw: str
    canonical: str = ""
    shaped: str = ""
    reason: Why | None = None
    doubt: Why | None = None

    def __bool__(self) -> bool:
        return bool(self.canonical)

    @property
    def evidence(self) -> str:
        """The form by which two records may be compared; empty for a dummy."""
        return "" if self.reason is Why.DUMMY else self.canonical
