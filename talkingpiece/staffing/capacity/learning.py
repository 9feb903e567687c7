"""Which one thing that one person learns would open most of what waits."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from talkingpiece.staffing.allocation.explaining import opens
from talkingpiece.staffing.allocation.filling import fill
from talkingpiece.staffing.allocation.problem import JOIN, LEAD, Grid, Plan, Problem, loads, worth


@dataclass(frozen=True)
class Lesson:
    """One facilitator learns what takes away one rule. `opens`: the waiting cases that nobody takes today, and any one
    of which could be taken then; `takes`: those of them that could be taken together; `gain`: what that adds to the
    worth of the plan."""

    who: int
    rule: str
    opens: tuple[int, ...]
    takes: tuple[int, ...]
    gain: float


def lessons(problem: Problem, plan: Plan, teachable: Mapping[str, Collection[int]]) -> list[Lesson]:
    """The most useful first; only those that open something. `teachable`: rule to whom it could be taught."""
    carried = loads(problem, plan.lead, plan.join) - problem.load
    waiting = [int(case) for case in np.flatnonzero(plan.lead < 0)]
    found = []
    for rule, people in teachable.items():
        for who in people:
            taught = _taught(problem, rule, who)
            opened = tuple(case for case in waiting if opens(taught, carried, case, ()))
            if opened:
                # What is planned stays; only what is free is given on.
                lead, join = fill(taught, plan.prices, plan.lead, plan.join)
                takes = tuple(case for case in waiting if lead[case] >= 0)
                gain = worth(taught, lead, join) - worth(problem, plan.lead, plan.join)
                found.append(Lesson(who, rule, opened, takes, gain))
    return sorted(found, key=lambda one: (-one.gain, -len(one.opens), one.who, one.rule))


def _taught(problem: Problem, rule: str, who: int) -> Problem:
    """The same, but the rule forbids this one person nothing any more."""
    forbids = tuple(_without(problem.forbids[role], rule, who) for role in (LEAD, JOIN))
    return replace(problem, forbids=(forbids[LEAD], forbids[JOIN]))


def _without(forbids: Mapping[str, Grid], rule: str, who: int) -> dict[str, Grid]:
    kept = dict(forbids)
    if rule in kept:
        grid = np.array(kept[rule], copy=True)
        grid[:, who] = False
        kept[rule] = grid
    return kept
