"""From journeys to figures. Pure: the same journeys give the same figures, in whatever order they come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from talkingpiece.evaluation.counting.journeys import Journey, counted
from talkingpiece.evaluation.counting.rules import RULES, Entry, Rule, View
from talkingpiece.evaluation.counting.windows import Window


@dataclass(frozen=True)
class Figure:
    """The number of a figure is the length of its list: one cannot be shown without being the other."""

    rule: Rule
    view: View
    entries: tuple[Entry, ...]

    @property
    def value(self) -> int:
        return len(self.entries)


Figures = dict[tuple[View, str], Figure]


def count(journeys: Iterable[Journey], window: Window) -> Figures:
    found = counted(journeys)
    return {
        (view, rule.key): Figure(rule, view, tuple(rule.select(found, window, view))) for view in View for rule in RULES
    }
