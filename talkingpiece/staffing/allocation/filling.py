"""One case after the other at given prices: the plan for a screen, and what fills the gaps of a better one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from talkingpiece.staffing.allocation.problem import JOIN, LEAD, Problem, loads

Ints = npt.NDArray[np.int64]


def fill(
    problem: Problem,
    prices: npt.NDArray[np.float64],
    lead: Ints | None = None,
    join: Ints | None = None,
) -> tuple[Ints, Ints]:
    """Places what is not placed yet, whoever has most to lose by waiting first; nobody beyond what they can carry."""
    lead = np.full(problem.cases, -1, np.int64) if lead is None else lead.copy()
    join = np.full(problem.cases, -1, np.int64) if join is None else join.copy()
    carried = loads(problem, lead, join) - problem.load
    waiting = [int(case) for case in np.flatnonzero((lead < 0) & problem.allowed[LEAD].any(axis=1))]
    dear = {case: _best(problem, prices, carried, case)[0] for case in waiting}
    for case in sorted(waiting, key=lambda case: -dear[case]):
        value, leads, joins = _best(problem, prices, carried, case)
        if leads < 0 or value <= -np.inf:
            continue
        gain = problem.scores[LEAD][case, leads] + (problem.scores[JOIN][case, joins] if joins >= 0 else 0)
        if gain <= _strain(problem, carried, case, leads, joins):
            continue
        lead[case], join[case] = leads, joins
        carried[leads] += problem.points[LEAD][case]
        if joins >= 0:
            carried[joins] += problem.points[JOIN][case]
    return lead, join


def net_worth(
    problem: Problem, prices: npt.NDArray[np.float64], carried: Ints, case: int, role: int
) -> npt.NDArray[np.float64]:
    """Of everybody in this role of this case: score, less the price of the time and the strain; -inf where they cannot
    or have no room."""
    points = int(problem.points[role][case])
    fits = problem.allowed[role][case] & (carried + points <= problem.room)
    over = np.maximum(0, carried + points - problem.easy_room) - np.maximum(0, carried - problem.easy_room)
    dear = np.maximum(points * prices, problem.strain * over)
    return np.where(fits, problem.scores[role][case] - dear, -np.inf)


def _best(problem: Problem, prices: npt.NDArray[np.float64], carried: Ints, case: int) -> tuple[float, int, int]:
    leads = net_worth(problem, prices, carried, case, LEAD)
    if not problem.needs_two[case]:
        one = int(np.argmax(leads))
        return (float(leads[one]), one, -1) if np.isfinite(leads[one]) else (-np.inf, -1, -1)
    joins = net_worth(problem, prices, carried, case, JOIN)
    first, second = np.argsort(-leads)[:2], np.argsort(-joins)[:2]
    found = (-np.inf, -1, -1)
    for a in first:
        for b in second:
            value = float(leads[a] + joins[b])
            if a != b and value > found[0]:
                found = (value, int(a), int(b))
    return found


def _strain(problem: Problem, carried: Ints, case: int, lead: int, join: int) -> float:
    cost = 0.0
    for who, role in ((lead, LEAD), (join, JOIN)):
        if who >= 0:
            before, after = carried[who], carried[who] + problem.points[role][case]
            easy = problem.easy_room[who]
            cost += problem.strain * float(max(0, after - easy) - max(0, before - easy))
    return cost


def in_turn(
    problem: Problem, order: Iterable[int], liking: Callable[[int, int], npt.NDArray[Any]]
) -> tuple[Ints, Ints]:
    """One case after the other in this order, each to whoever is liked most of those who can and have room: as it is
    done without a plan. `liking(role, case)`: one number for each facilitator, -inf for whoever is not to be asked."""
    lead = np.full(problem.cases, -1, np.int64)
    join = lead.copy()
    carried = np.zeros(problem.facilitators, np.int64)
    for case in order:
        first = _liked(problem, carried, case, LEAD, liking)
        if first < 0:
            continue
        second = -1
        if problem.needs_two[case]:
            second = _liked(problem, carried, case, JOIN, liking, but=first)
            if second < 0:
                continue
            carried[second] += problem.points[JOIN][case]
        lead[case], join[case] = first, second
        carried[first] += problem.points[LEAD][case]
    return lead, join


def _liked(
    problem: Problem,
    carried: Ints,
    case: int,
    role: int,
    liking: Callable[[int, int], npt.NDArray[Any]],
    *,
    but: int = -1,
) -> int:
    fits = problem.allowed[role][case] & (carried + problem.points[role][case] <= problem.room)
    if but >= 0:
        fits[but] = False
    liked = np.where(fits, liking(role, case), -np.inf)
    one = int(np.argmax(liked))
    return one if np.isfinite(liked[one]) else -1
