"""The same model for one pair in Python, and why: the waterfall of what spoke for one person and what against."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log2

from talkingpiece.linkage import predicates, statement
from talkingpiece.linkage.model import Comparison, Level, Model
from talkingpiece.linkage.records import Standard

# How many records have this value of this column.
Holders = Callable[[str, str], int]


@dataclass(frozen=True)
class Step:
    """One step of a waterfall: what was compared, how it came out, and its bits. `total` is the sum so far."""

    what: str
    outcome: str
    says: str
    bits: float
    total: float


@dataclass(frozen=True)
class Scored:
    weight: float
    outcomes: Mapping[str, str]
    steps: tuple[Step, ...]
    across: bool

    def band(self, model: Model) -> str:
        least = model.bands.link_across if self.across else model.bands.link
        if self.weight >= least:
            return "link"
        return "review" if self.weight >= model.bands.review else "no"


@dataclass(frozen=True)
class _Compiled:
    comparison: Comparison
    skip: predicates.Holds
    levels: tuple[tuple[Level, predicates.Holds | None], ...]

    def outcome(self, x: Standard, y: Standard) -> Level | None:
        if self.skip(x, y):
            return None
        return next(level for level, holds in self.levels if holds is None or holds(x, y))


@lru_cache(maxsize=8)
def _compiled(model: Model) -> tuple[_Compiled, ...]:
    return tuple(
        _Compiled(
            c,
            predicates.python(c.skip),
            tuple((level, predicates.python(level.when) if level.when else None) for level in c.levels),
        )
        for c in model.comparisons
    )


def score(model: Model, x: Standard, y: Standard, *, records: int, holders: Holders) -> Scored:
    """Bits for one person, among so many records. What nobody can count counts as rare as the model says."""
    total = model.prior(records)
    steps = [Step("prior", "", f"Before anything is compared: two of {records} records", total, total)]
    came_out: dict[str, str] = {}
    for one in _compiled(model):
        level = one.outcome(x, y)
        came_out[one.comparison.id] = level.id if level else "skipped"
        if level is None:
            continue
        bits = _bits(one.comparison, level, y, records, holders)
        total += bits
        steps.append(Step(one.comparison.id, level.id, f"{one.comparison.says}: {level.says}", bits, total))
    for veto in model.vetoes:
        if all(came_out[comparison] in ids for comparison, ids in veto.when.items()):
            bits = veto.bits(records)
            total += bits
            steps.append(Step(veto.id, "veto", veto.says, bits, total))
    return Scored(total, came_out, tuple(steps), bool(x.role and y.role and x.role != y.role))


def _bits(comparison: Comparison, level: Level, y: Standard, records: int, holders: Holders) -> float:
    bits = level.weight
    if level.by and level.m:
        value = getattr(y, level.by)
        rare = statement.SEEN * statement.RARE[level.by]
        bits = log2(level.m) - log2((holders(level.by, value) + rare) / (records + statement.SEEN))
    return min(bits, comparison.most) if comparison.most is not None else bits
