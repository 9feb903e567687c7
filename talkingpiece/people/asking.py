"""What somebody types to find a person, in whatever order: names, a day, ways of contact, numbers, a reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from talkingpiece.linkage import dates, standardise
from talkingpiece.people.states import Channel, NumberKind

_EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+")
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DAYS = (
    re.compile(r"(?<![\w.])[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![\w])"),
    re.compile(r"(?<![\w./-])[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ](?:[0-9]{4}|[0-9]{2})(?![\w./-])"),
    re.compile(rf"(?<!\w)[0-9]{{1,2}} ?(?:{_MONTHS})[a-z]* ?(?:[0-9]{{4}}|[0-9]{{2}})(?!\w)", re.IGNORECASE),
)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}\b", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w])\+?[0-9][0-9 ()-]{7,}[0-9](?!\w)")
_REFERENCE = re.compile(r"\b[A-Z]{2,6}-[0-9]{2}-[0-9]{1,6}\b", re.IGNORECASE)
_WORD = re.compile(r"\S+")
_MOST = 300


@dataclass(frozen=True)
class Typed:
    """`birth_date` as an ISO date, or empty. `references`: words that have the shape of one of ours."""

    names: tuple[str, ...] = ()
    birth_date: str = ""
    ways: tuple[tuple[str, str], ...] = ()
    numbers: dict[str, str] = field(default_factory=dict)
    references: tuple[str, ...] = ()

    @property
    def is_enough(self) -> bool:
        """One name alone, or a day alone, is half an area."""
        known = bool(self.ways or self.numbers or self.references)
        return known or len(self.names) >= 2 or bool(self.names and self.birth_date)


def read(words: str) -> Typed:
    left = words[:_MOST]
    ways: list[tuple[str, str]] = []
    numbers: dict[str, str] = {}

    def take(pattern: re.Pattern[str]) -> Iterator[str]:
        nonlocal left
        found = pattern.findall(left)
        left = pattern.sub(" ", left)
        yield from found

    ways += [(Channel.EMAIL, one) for one in take(_EMAIL)]
    days = [day for pattern in _DAYS for one in take(pattern) if (day := _day(one))]
    references = tuple(one.upper() for one in take(_REFERENCE))
    for word in _WORD.findall(left):
        for kind in NumberKind.values:
            if known := standardise.number(kind, word):
                numbers[kind] = known
                left = left.replace(word, " ")
    ways += [(Channel.POST, one) for one in take(_POSTCODE)]
    ways += [(Channel.CALL, one) for one in take(_PHONE) if standardise.phone(one)]
    return Typed(tuple(standardise.name_parts(left)), days[0] if days else "", tuple(ways), numbers, references)


def _day(text: str) -> str:
    figures = dates.born(text)
    return f"{figures[:4]}-{figures[4:6]}-{figures[6:]}" if figures else ""
