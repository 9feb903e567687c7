"""Why these two, what the next best would cost, and why nobody: each reason verified by taking it away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from talkingpiece.staffing.allocation.filling import net_worth
from talkingpiece.staffing.allocation.problem import JOIN, LEAD, Grid, Plan, Problem, loads

CAPACITY = "capacity"
_MANY_RULES = 3  # relaxed together; a case that needs more has no short answer


@dataclass(frozen=True)
class Pair:
    """`net`: its score, less what their time is worth elsewhere and what strains them."""

    lead: int
    join: int  # -1: alone
    net: float


def ranked(
    problem: Problem,
    prices: npt.NDArray[np.float64],
    carried: npt.NDArray[np.int64],
    case: int,
    *,
    many: int | None = None,
) -> list[Pair]:
    """The pairs that may take this case and have room for it, the best first: so many of them, or all. `carried`: what
    a plan gives each facilitator on top of what they carry already."""
    leads = net_worth(problem, prices, carried, case, LEAD)
    able = np.flatnonzero(np.isfinite(leads))
    if not problem.needs_two[case]:
        joining, both = np.array([-1]), leads[able][:, None]
    else:
        joins = net_worth(problem, prices, carried, case, JOIN)
        joining = np.flatnonzero(np.isfinite(joins))
        both = leads[able][:, None] + joins[joining][None, :]
        both[able[:, None] == joining[None, :]] = -np.inf
    flat = both.ravel()
    best = np.arange(len(flat))
    if many is not None and many < len(flat):
        best = np.argpartition(-flat, many)[:many]
    found = [
        Pair(int(able[at // len(joining)]), int(joining[at % len(joining)]), float(flat[at]))
        for at in best
        if np.isfinite(flat[at])
    ]
    return sorted(found, key=lambda pair: (-pair.net, pair.lead, pair.join))


def binding(problem: Problem, plan: Plan, case: int) -> list[tuple[str, ...]]:
    """For a case that nobody takes: the smallest sets of rules each of which, relaxed alone, leaves somebody to take it
    who has room in this plan; `capacity` among them. Empty if more than three would have to be relaxed at once.
    """
    carried = loads(problem, plan.lead, plan.join) - problem.load
    rules = list(dict.fromkeys([*problem.forbids[LEAD], *(problem.forbids[JOIN] if problem.needs_two[case] else ())]))
    # Only what forbids somebody can be what binds.
    rules = [rule for rule in rules if any(bool(found[case].any()) for found in _named(problem, rule))]
    for many in range(1, _MANY_RULES + 1):
        found = [some for some in combinations([CAPACITY, *rules], many) if opens(problem, carried, case, some)]
        if found:
            return found
    return []


def opens(problem: Problem, carried: npt.NDArray[np.int64], case: int, relaxed: Iterable[str]) -> bool:
    """Whether somebody could take the case, were it not for these rules."""
    without = set(relaxed)
    leads = _able(problem, carried, case, LEAD, without)
    if not problem.needs_two[case]:
        return bool(leads.any())
    joins = _able(problem, carried, case, JOIN, without)
    return bool(leads.any() and joins.any() and (leads.sum() > 1 or joins.sum() > 1 or not (leads & joins).any()))


def _able(problem: Problem, carried: npt.NDArray[np.int64], case: int, role: int, without: set[str]) -> Grid:
    able = np.ones(problem.facilitators, bool)
    for rule, forbids in problem.forbids[role].items():
        if rule not in without:
            able &= ~forbids[case]
    if CAPACITY not in without:
        able &= carried + int(problem.points[role][case]) <= problem.room
    return able


def _named(problem: Problem, rule: str) -> Iterator[Grid]:
    for role in (LEAD, JOIN):
        if rule in problem.forbids[role]:
            yield problem.forbids[role][rule]
