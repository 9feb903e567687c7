"""Who could take what, in numbers: one table for leading and one for joining, whatever the rules were."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Grid = npt.NDArray[Any]  # cases down, facilitators across
LEAD, JOIN = 0, 1


@dataclass(frozen=True)
class Problem:
    """`forbids[role][rule]`: where this hard rule forbids the role. `scores[role]`: what a role is worth there, in
    whole numbers, the more the better. `points[role]`: what each case takes of a facilitator's capacity.
    `needs_two`: cases that are placed only with a co-facilitator. `capacity` is what a facilitator can carry, `load`
    what they carry already; each point that the load goes beyond `ease` of the capacity costs `strain`.
    """

    forbids: tuple[dict[str, Grid], dict[str, Grid]]
    scores: tuple[Grid, Grid]
    points: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]
    needs_two: npt.NDArray[np.bool_]
    capacity: npt.NDArray[np.int64]
    load: npt.NDArray[np.int64]
    ease: float = 0.8
    strain: int = 25
    allowed: tuple[Grid, Grid] = field(init=False)
    # How many points are free altogether, and how many of those before it strains.
    room: npt.NDArray[np.int64] = field(init=False)
    easy_room: npt.NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        shape = (len(self.needs_two), len(self.capacity))
        allowed = []
        for role in (LEAD, JOIN):
            open_to = np.ones(shape, dtype=bool)
            for rule in self.forbids[role].values():
                open_to &= ~rule
            allowed.append(open_to)
        allowed[JOIN] &= self.needs_two[:, None]
        room = np.maximum(0, self.capacity - self.load)
        easy = np.floor(self.ease * self.capacity).astype(np.int64) - self.load
        object.__setattr__(self, "allowed", (allowed[LEAD], allowed[JOIN]))
        object.__setattr__(self, "room", room)
        object.__setattr__(self, "easy_room", np.clip(easy, 0, room))

    @property
    def cases(self) -> int:
        return len(self.needs_two)

    @property
    def facilitators(self) -> int:
        return len(self.capacity)


@dataclass
class Plan:
    """For each case the index of who leads and who joins, -1 for nobody. `bound`: no plan can be worth more than this;
    `prices`: what a point of each facilitator's time is worth elsewhere."""

    lead: npt.NDArray[np.int64]
    join: npt.NDArray[np.int64]
    worth: float
    bound: float
    prices: npt.NDArray[np.float64]
    proven: bool  # nothing better exists


def loads(problem: Problem, lead: npt.NDArray[np.int64], join: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """What each facilitator would carry, with what they carry already."""
    total = problem.load.copy()
    for chosen, points in ((lead, problem.points[LEAD]), (join, problem.points[JOIN])):
        placed = chosen >= 0
        np.add.at(total, chosen[placed], points[placed])
    return total


def worth(problem: Problem, lead: npt.NDArray[np.int64], join: npt.NDArray[np.int64]) -> float:
    """The sum of the scores, less what the strain costs that the plan adds."""
    value = 0
    for chosen, scores in ((lead, problem.scores[LEAD]), (join, problem.scores[JOIN])):
        placed = np.flatnonzero(chosen >= 0)
        value += int(scores[placed, chosen[placed]].sum())
    added = loads(problem, lead, join) - problem.load
    return float(value - problem.strain * int(np.maximum(0, added - problem.easy_room).sum()))
