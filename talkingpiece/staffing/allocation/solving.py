"""The best joint plan, and how far from the best any plan could be.

A column is one case with who leads and who joins. Its worth less the price of the time that it takes decides whether
it matters; HiGHS (in scipy) finds prices and bound by a linear programme over the columns that do, and the plan by an
integer programme over those that nearly do. The bound holds for every plan, whichever columns were tried: at any
prices, no plan is worth more than the best column of each case and the time that is left, at those prices.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

from talkingpiece.staffing.allocation.filling import fill
from talkingpiece.staffing.allocation.problem import JOIN, LEAD, Plan, Problem, worth

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
_NONE = np.iinfo(np.int64).min // 4
_EACH = 12  # leads, and co-facilitators, of a case that are combined
_GOOD = 5e-4  # of the bound: a big plan is good enough
_CLOSE = 1e-4  # of the bound: prices are good enough


@dataclass
class Columns:
    case: Ints
    lead: Ints
    join: Ints  # -1: alone
    value: Ints

    def __len__(self) -> int:
        return len(self.case)

    def joined(self, other: Columns, width: int) -> Columns:
        """Both, each column once."""
        parts = [np.concatenate(pair) for pair in zip(self._parts(), other._parts(), strict=True)]
        key = (parts[0] * width + parts[1]) * (width + 1) + parts[2] + 1
        _key, first = np.unique(key, return_index=True)
        return Columns(*(part[first] for part in parts))

    def where(self, chosen: npt.NDArray[np.bool_]) -> Columns:
        return Columns(*(part[chosen] for part in self._parts()))

    def _parts(self) -> tuple[Ints, Ints, Ints, Ints]:
        return self.case, self.lead, self.join, self.value


def solve(problem: Problem, *, seconds: float) -> Plan:
    """A plan within `seconds` (roughly), with the bound. `proven`: nothing better exists.

    Always a plan: with no time left, the one that prices alone give.
    """
    began = time.monotonic()
    if not problem.cases or not problem.facilitators or not problem.allowed[LEAD].any():
        return Plan(*_nobody(problem), 0.0, 0.0, np.zeros(problem.facilitators), True)
    prices, columns, bound = _prices(problem, began + 0.45 * seconds)
    best = fill(problem, prices)
    left = began + seconds - time.monotonic()
    proven = False
    if left > 0.2:
        best, bound, proven = _whole(problem, prices, columns, bound, best, left)
    return Plan(*best, worth(problem, *best), bound, prices, proven)


def _nobody(problem: Problem) -> tuple[Ints, Ints]:
    return np.full(problem.cases, -1, np.int64), np.full(problem.cases, -1, np.int64)


def _prices(problem: Problem, until: float) -> tuple[Floats, Columns, float]:
    """Of a point of each facilitator's time; with the columns that were needed to find them, and the bound."""
    prices = _first_prices(problem, until)
    width = problem.facilitators
    columns, _bound = priced(problem, prices, keep=6, within=60.0)
    best_bound, best_prices = np.inf, prices
    while True:
        value, prices = _relaxed(problem, columns)
        more, bound = priced(problem, prices, keep=4, within=0.0)
        if bound < best_bound:
            best_bound, best_prices = bound, prices
        before = len(columns)
        columns = columns.joined(more, width)
        done = best_bound - value <= _CLOSE * max(1.0, abs(best_bound))
        if done or len(columns) == before or time.monotonic() > until:
            return best_prices, columns, float(best_bound)


def _first_prices(problem: Problem, until: float) -> Floats:
    """Prices from which the programme starts: raised where more is asked than there is, and lowered where less is."""
    prices = np.zeros(problem.facilitators)
    step = 12.0
    for turn in range(60):
        columns, _bound = priced(problem, prices, keep=1, within=0.0)
        asked = np.bincount(columns.lead, problem.points[LEAD][columns.case], problem.facilitators)
        two = columns.join >= 0
        asked += np.bincount(columns.join[two], problem.points[JOIN][columns.case[two]], problem.facilitators)
        # At the price of the strain anything between the easy room and the whole of it suits.
        wanted = np.where(prices > problem.strain, problem.room, problem.easy_room)
        near = (asked > problem.easy_room) & (asked < problem.room) & (np.abs(prices - problem.strain) < step)
        change = np.where(near, 0, asked - wanted) / np.maximum(1, problem.room)
        prices = np.maximum(0.0, prices + step * np.clip(change, -2, 4))
        step = max(1.0, step * 0.95)
        if time.monotonic() > until or (turn > 20 and np.abs(change).max() < 0.1):
            break
    return prices


def priced(problem: Problem, prices: Floats, *, keep: int, within: float) -> tuple[Columns, float]:
    """The best columns of each case at these prices: at most `keep`, none that is more than `within` worse than
    leaving the case; and the bound that the prices give."""
    found: list[Columns] = []
    total = float((prices * problem.easy_room).sum())
    total += float((np.maximum(0, prices - problem.strain) * (problem.room - problem.easy_room)).sum())
    net = [
        np.where(allowed, scores - points[:, None] * prices[None, :], -np.inf)
        for allowed, scores, points in zip(problem.allowed, problem.scores, problem.points, strict=True)
    ]
    top = [_top(one, max(_EACH, keep) if role == JOIN else max(_EACH, keep)) for role, one in enumerate(net)]
    alone, two = np.flatnonzero(~problem.needs_two), np.flatnonzero(problem.needs_two)
    if len(alone):
        who = top[LEAD][alone]
        reduced = net[LEAD][alone[:, None], who]
        total += float(np.maximum(0, reduced.max(axis=1)).sum())
        at, which = np.nonzero((reduced >= -within) & np.isfinite(reduced) & (_rank(reduced) < keep))
        case, lead = alone[at], who[at, which]
        found.append(Columns(case, lead, np.full(len(case), -1), problem.scores[LEAD][case, lead].astype(np.int64)))
    if len(two):
        leads, joins = top[LEAD][two], top[JOIN][two]
        both = net[LEAD][two[:, None], leads][:, :, None] + net[JOIN][two[:, None], joins][:, None, :]
        both[leads[:, :, None] == joins[:, None, :]] = -np.inf
        flat = both.reshape(len(two), -1)
        total += float(np.maximum(0, flat.max(axis=1)).sum())
        at, which = np.nonzero((flat >= -within) & np.isfinite(flat) & (_rank(flat) < keep))
        case, lead, join = two[at], leads[at, which // joins.shape[1]], joins[at, which % joins.shape[1]]
        value = problem.scores[LEAD][case, lead].astype(np.int64) + problem.scores[JOIN][case, join]
        found.append(Columns(case, lead, join, value))
    none = np.zeros(0, np.int64)
    columns = Columns(none, none, none, none)
    for more in found:
        columns = columns.joined(more, problem.facilitators)
    return columns, total


def _top(net: npt.NDArray[np.float64], many: int) -> Ints:
    """For each case the indices of the best, in no order."""
    many = min(many, net.shape[1])
    return np.argpartition(-net, many - 1, axis=1)[:, :many].astype(np.int64)


def _rank(values: npt.NDArray[np.float64]) -> Ints:
    """0 for the best of each line."""
    order = np.argsort(-values, axis=1, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(values.shape[1])[None, :], axis=1)
    return rank.astype(np.int64)


def _matrix(problem: Problem, columns: Columns) -> tuple[csr_array, Floats]:
    """Rows: a case is placed once; what a facilitator carries, less what strains, is at most the easy room. After the
    columns come the strained points of each facilitator."""
    n, f, m = len(columns), problem.facilitators, problem.cases
    at = np.arange(n)
    two = columns.join >= 0
    rows = np.concatenate([columns.case, m + columns.lead, m + columns.join[two], m + np.arange(f)])
    cols = np.concatenate([at, at, at[two], n + np.arange(f)])
    data = np.concatenate(
        [
            np.ones(n),
            problem.points[LEAD][columns.case],
            problem.points[JOIN][columns.case[two]],
            -np.ones(f),
        ]
    ).astype(float)
    limits = np.concatenate([np.ones(m), problem.easy_room]).astype(float)
    return csr_array((data, (rows, cols)), shape=(m + f, n + f)), limits


def _relaxed(problem: Problem, columns: Columns) -> tuple[float, Floats]:
    """The best mixture of these columns, and the prices of time in it."""
    matrix, limits = _matrix(problem, columns)
    n, f = len(columns), problem.facilitators
    cost = np.concatenate([-columns.value, np.full(f, problem.strain)]).astype(float)
    most = np.concatenate([np.full(n, np.inf), (problem.room - problem.easy_room).astype(float)])
    found = linprog(cost, A_ub=matrix, b_ub=limits, bounds=np.column_stack([np.zeros(n + f), most]), method="highs")
    if found.x is None:
        raise RuntimeError(found.message)
    return -float(found.fun), np.maximum(0.0, -found.ineqlin.marginals[problem.cases :])


def _whole(
    problem: Problem,
    prices: Floats,
    columns: Columns,
    bound: float,
    best: tuple[Ints, Ints],
    seconds: float,
) -> tuple[tuple[Ints, Ints], float, bool]:
    """The best plan of the columns that nearly matter; in small problems of all of which any better plan is made."""
    least = worth(problem, *best)
    # A plan better than this one has no column whose reduced cost is beyond the distance to the bound.
    slack = max(0.0, bound - least)
    small = problem.cases <= 120
    within = slack if small else min(slack, 12.0)
    keep = 400 if small else 10
    near, _total = priced(problem, prices, keep=keep, within=within if small else 25.0)
    every = small and np.bincount(near.case, minlength=1).max(initial=0) < keep
    near = near.joined(columns, problem.facilitators)
    reduced = _reduced(problem, near, prices)
    surplus = np.full(problem.cases, 0.0)
    np.maximum.at(surplus, near.case, reduced)
    near = near.where(reduced >= surplus[near.case] - within - 1e-6)
    matrix, limits = _matrix(problem, near)
    n, f = len(near), problem.facilitators
    cost = np.concatenate([-near.value, np.full(f, problem.strain)]).astype(float)
    most = np.concatenate([np.ones(n), (problem.room - problem.easy_room).astype(float)])
    found = milp(
        cost,
        constraints=LinearConstraint(matrix, -np.inf, limits),
        bounds=Bounds(np.zeros(n + f), most),
        integrality=np.concatenate([np.ones(n), np.zeros(f)]),
        options={"time_limit": max(0.2, seconds), "mip_rel_gap": 0.0 if small else _GOOD},
    )
    if found.x is None:
        return best, bound, False
    lead, join = _nobody(problem)
    for column in np.flatnonzero(found.x[:n] > 0.5):
        lead[near.case[column]], join[near.case[column]] = near.lead[column], near.join[column]
    tried = fill(problem, prices, lead, join)
    if worth(problem, *tried) < least:
        tried = best
    whole = found.status == 0 and every
    if whole and found.mip_dual_bound is not None:
        bound = min(bound, max(worth(problem, *tried), -float(found.mip_dual_bound)))
    return tried, bound, bool(whole)


def _reduced(problem: Problem, columns: Columns, prices: Floats) -> Floats:
    value = columns.value - problem.points[LEAD][columns.case] * prices[columns.lead]
    two = columns.join >= 0
    value[two] -= problem.points[JOIN][columns.case[two]] * prices[columns.join[two]]
    return value.astype(float)
