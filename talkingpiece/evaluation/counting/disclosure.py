"""What a reader outside may see of a figure, by `core.small_numbers` and the sums in which the figures stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from talkingpiece.core.small_numbers import SMALL, Mark, Shown, everything, share
from talkingpiece.core.small_numbers import outside as outside_of
from talkingpiece.evaluation.counting.rules import SUMS, View

__all__ = ["SMALL", "Key", "Mark", "Shown", "everything", "outside", "share"]

Key = tuple[View, str]

# Whatever was received in a quarter is the same number in both views.
_TWINS = frozenset({"received", "route_self", "route_agency", "route_extraction", "again"})


def outside(values: Mapping[Key, int]) -> dict[Key, Shown]:
    sums = [((view, whole), tuple((view, part) for part in parts)) for view, whole, parts in SUMS]
    return outside_of(values, sums, _twin)


def _twin(key: Key) -> Iterable[Key]:
    view, name = key
    if name in _TWINS:
        yield (View.COHORT if view is View.PERIOD else View.PERIOD, name)
