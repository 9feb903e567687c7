"""In and out: of all rows that ever came, what became of each, by source and by group, and by every rule. Pure.

Sums are given with the counts, so that whoever reads from outside sees no small number and none that gives one away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from talkingpiece.identification.screening import FIRST
from talkingpiece.identification.states import ScreenState

# A row counts as one that could be offered if it names a victim.
NOT_OF_A_VICTIM = frozenset({"no_victim", "adds_to"})
ALL, ELIGIBLE, KEPT_OUT = "all", "eligible", "kept_out"
OUTCOMES = (ScreenState.WAITING, ScreenState.LATER, ScreenState.ACCEPTED, ScreenState.LEFT_OUT)
_PARTS = (*OUTCOMES, KEPT_OUT)


@dataclass(frozen=True)
class Entry:
    """One row, without anything of anybody but to which groups they belong."""

    source: str
    state: str
    failing: tuple[str, ...]
    why: str
    groups: tuple[tuple[str, str], ...]  # dimension, group


Key = tuple[str, str, str]  # dimension, group, outcome


def of_victims(entries: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in entries if not NOT_OF_A_VICTIM & set(entry.failing)]


def counted(entries: Iterable[Entry]) -> tuple[dict[Key, int], list[tuple[Key, tuple[Key, ...]]]]:
    """Each dimension's groups by outcome, and the sums in which the numbers stand."""
    found: Counter[Key] = Counter()
    groups: dict[str, set[str]] = {}
    for entry in entries:
        for dimension, group in (("source", entry.source), *entry.groups):
            groups.setdefault(dimension, set()).add(group)
            for outcome in (ALL, entry.state):
                found[dimension, group, outcome] += 1
                found[dimension, ALL, outcome] += 1
    values = {
        (dimension, group, outcome): found[dimension, group, outcome]
        for dimension, some in groups.items()
        for group in (*sorted(some), ALL)
        for outcome in (ALL, *_PARTS)
    }
    sums: list[tuple[Key, tuple[Key, ...]]] = []
    for dimension, some in groups.items():
        for group in (*some, ALL):
            sums.append(((dimension, group, ALL), tuple((dimension, group, part) for part in _PARTS)))
        for outcome in (ALL, *_PARTS):
            sums.append(((dimension, ALL, outcome), tuple((dimension, group, outcome) for group in sorted(some))))
    return values, sums


def by_reason(entries: Iterable[Entry]) -> tuple[dict[str, int], dict[str, int]]:
    """How many rows each rule keeps out, by itself or with others; and how many people left out, by their reason."""
    rules: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for entry in entries:
        if entry.state == ScreenState.KEPT_OUT:
            rules.update(entry.failing)
        elif entry.state == ScreenState.LEFT_OUT:
            people[entry.why] += 1
    order = list(FIRST)
    ranked = sorted(rules.items(), key=lambda one: (order.index(one[0]) if one[0] in order else 99, -one[1]))
    return dict(ranked), dict(people.most_common())
