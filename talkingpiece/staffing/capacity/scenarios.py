"""The same months played through under several conditions, so many times, and what came of it: median and range."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations
from math import ceil
from typing import Any

import numpy as np

from talkingpiece.staffing.capacity.simulation import Run, Service, Worker, simulate

MONTHS = 18
TIMES = 30


class Change(StrEnum):
    ADVANCED = "advanced"  # one more advanced facilitator
    PRISON = "prison"  # a prison is closed for months
    HALF = "half"  # half a grant


@dataclass(frozen=True)
class Span:
    """Over the times it was played: the middle, and where eight of ten lie. None: nothing to measure."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Outcome:
    changes: tuple[Change, ...]
    wait: Span | None  # weeks until somebody has the case
    first_meeting: Span | None  # weeks until the victim is met
    idle: Span | None  # share of the hours
    idle_hours: Span | None
    backlog: Span | None  # cases that wait at the end
    came: Span | None
    ended: Span | None
    by_month: tuple[float, ...]  # cases that wait, middle of all times


def combined() -> list[tuple[Change, ...]]:
    """Nothing changed, each change alone, and every combination."""
    return [some for many in range(len(Change) + 1) for some in combinations(Change, many)]


def changed(service: Service, changes: Iterable[Change], newcomer: Worker) -> Service:
    wanted = set(changes)
    workers = service.workers
    if Change.HALF in wanted:
        workers = tuple(_half(one) for one in workers)
    if Change.ADVANCED in wanted:
        workers = (*workers, newcomer)
    return replace(service, workers=workers, prison_is_closed=Change.PRISON in wanted)


def _half(worker: Worker) -> Worker:
    return replace(
        worker,
        slots=ceil(worker.slots / 2),
        complex_slots=ceil(worker.complex_slots / 2),
        weekly_hours=worker.weekly_hours / 2,
    )


def play(
    service: Service, newcomer: Worker, *, months: int = MONTHS, times: int = TIMES, seed: int = 1
) -> list[Outcome]:
    """Every combination of changes, against the very same cases."""
    return [
        outcome(some, [simulate(changed(service, some, newcomer), months=months, seed=seed + n) for n in range(times)])
        for some in combined()
    ]


def outcome(changes: tuple[Change, ...], runs: Sequence[Run]) -> Outcome:
    return Outcome(
        changes=changes,
        wait=_span(runs, lambda run: run.wait),
        first_meeting=_span(runs, lambda run: run.first_meeting),
        idle=_span(runs, lambda run: run.idle),
        idle_hours=_span(runs, lambda run: run.idle_hours),
        backlog=_span(runs, lambda run: run.still_waiting),
        came=_span(runs, lambda run: run.came),
        ended=_span(runs, lambda run: run.ended),
        by_month=tuple(float(one) for one in np.median([run.backlog for run in runs], axis=0)),
    )


def _span(runs: Sequence[Run], of: Callable[[Run], float | None]) -> Span | None:
    found = [value for run in runs if (value := of(run)) is not None]
    if not found:
        return None
    low, middle, high = np.quantile(found, [0.1, 0.5, 0.9])
    return Span(float(low), float(middle), float(high))


def to_json(one: Outcome) -> dict[str, Any]:
    spans = {
        name: [span.low, span.middle, span.high] if (span := getattr(one, name)) else None
        for name in ("wait", "first_meeting", "idle", "idle_hours", "backlog", "came", "ended")
    }
    return {"changes": [str(change) for change in one.changes], "by_month": list(one.by_month), **spans}


def from_json(stored: dict[str, Any]) -> Outcome:
    spans = {
        name: Span(*value) if (value := stored[name]) else None
        for name in ("wait", "first_meeting", "idle", "idle_hours", "backlog", "came", "ended")
    }
    return Outcome(tuple(map(Change, stored["changes"])), by_month=tuple(stored["by_month"]), **spans)
