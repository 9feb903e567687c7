"""What the next months would bring: cases come, wait for somebody, are worked on in turn and end. Invented cases only.

Every chance is drawn before anything moves, from the seed alone: whatever is changed about the service meets the very
same cases, so that two runs differ by the change and by nothing else.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
import simpy

WEEKS_A_MONTH = 52 / 12
Steps = Generator[simpy.Event, Any, None]
_PIECE = 4.0  # hours of work that are done at a stretch


class Path(StrEnum):
    TALKING = "talking"
    INDIRECT = "indirect"
    DIRECT = "direct"
    CIRCLE = "circle"


@dataclass(frozen=True)
class Worker:
    """`level`: 1 foundation, 2 intermediate, 3 advanced. `slots`: cases at a time, of which so many sensitive ones.
    `leave`: weeks from now, from until. `open_cases`: carried already."""

    level: int
    slots: int
    complex_slots: int
    weekly_hours: float
    open_cases: int = 0
    leave: tuple[tuple[float, float], ...] = ()

    def __post_init__(self) -> None:
        if self.weekly_hours <= 0:
            raise ValueError("Nobody works without any hours.")


@dataclass(frozen=True)
class Flow:
    """`paths`: the share of cases that go each way. `hours`: of all who work on a case. `weeks`: how long a case takes
    if nobody ever had to wait for a worker. `closed_for`: weeks that a case with a closed prison stands still."""

    cases_a_month: float
    sensitive: float
    paths: dict[Path, float]
    hours: dict[Path, float]
    sensitive_hours: float
    weeks: dict[Path, float]
    sensitive_weeks: float
    lead_share: float = 0.6
    first_meeting_weeks: float = 2.0
    in_closed_prison: float = 0.0  # of the cases that come to an exchange
    closed_for: float = 13.0
    waiting: int = 0  # for somebody, now


@dataclass(frozen=True)
class Service:
    workers: tuple[Worker, ...]
    flow: Flow
    prison_is_closed: bool = False


@dataclass(frozen=True)
class Run:
    """One way in which it could go. Waits in weeks, of each case that came, whoever still waits counted until the end;
    `idle`: the share of the hours that nobody used; `backlog`: how many waited for somebody, at the end of each month.
    """

    came: int
    ended: int
    in_process: int
    still_waiting: int
    wait: float | None
    first_meeting: float | None
    idle: float | None
    idle_hours: float
    backlog: tuple[int, ...]


@dataclass
class _Case:
    comes: float
    sensitive: bool
    path: Path
    hours: float
    weeks: float
    first: float
    pauses: tuple[float, ...]
    behind: bool  # in the prison that may be closed
    done: float = 0.0  # a share, of what was begun before
    allocated: float | None = None
    met: float | None = None
    ended: float | None = None


@dataclass
class _Place:
    """A worker while the months pass."""

    worker: Worker
    desk: simpy.PriorityResource
    free: int
    free_complex: int
    used: float = 0.0
    away: float = 0.0


def simulate(service: Service, *, months: int, seed: int) -> Run:
    """One run of so many months."""
    return _Months(service, months, seed).run()


def drawn_cases(flow: Flow, months: int, seed: int) -> list[_Case]:
    """Those that wait now, and those that will come. The same for the same flow and seed."""
    chance = np.random.default_rng(np.random.SeedSequence([seed, 1]))
    until = months * WEEKS_A_MONTH
    cases = [_draw(flow, 0.0, chance) for _one in range(flow.waiting)]
    at = 0.0
    while flow.cases_a_month > 0:
        at += float(chance.exponential(WEEKS_A_MONTH / flow.cases_a_month))
        if at >= until:
            break
        cases.append(_draw(flow, at, chance))
    return cases


def _draw(flow: Flow, comes: float, chance: np.random.Generator) -> _Case:
    sensitive, way, hours, weeks, first, prison = chance.random(6)
    path = _way(flow, float(way))
    is_sensitive = bool(sensitive < flow.sensitive) and path is not Path.TALKING
    mean_hours = flow.sensitive_hours if is_sensitive else flow.hours[path]
    mean_weeks = flow.sensitive_weeks if is_sensitive else flow.weeks[path]
    pieces = max(1, round(mean_hours / _PIECE))
    return _Case(
        comes=comes,
        sensitive=is_sensitive,
        path=path,
        hours=mean_hours * (0.6 + 0.8 * float(hours)),
        weeks=mean_weeks * (0.5 + float(weeks)),
        first=flow.first_meeting_weeks * (0.5 + float(first)),
        pauses=tuple(float(one) for one in chance.dirichlet(np.full(pieces, 2.0))),
        behind=path in {Path.INDIRECT, Path.DIRECT} and bool(prison < flow.in_closed_prison),
    )


def _way(flow: Flow, chance: float) -> Path:
    for path, share in flow.paths.items():
        chance -= share
        if chance < 0:
            return path
    return next(iter(flow.paths))


@dataclass
class _Months:
    service: Service
    months: int
    seed: int
    env: simpy.Environment = field(default_factory=simpy.Environment)

    def __post_init__(self) -> None:
        self.until = self.months * WEEKS_A_MONTH
        self.queues: dict[bool, deque[_Case]] = {False: deque(), True: deque()}  # sensitive, or not
        self.places = [
            _Place(one, simpy.PriorityResource(self.env), one.slots, min(one.complex_slots, one.slots))
            for one in self.service.workers
        ]
        self.begun: list[_Case] = []
        self.backlog: list[int] = []

    def run(self) -> Run:
        coming = drawn_cases(self.service.flow, self.months, self.seed)
        self._begun_before()
        for place in self.places:
            for begins, ends in place.worker.leave:
                self.env.process(self._leave(place, begins, ends))
        self.env.process(self._arrivals(coming))
        self.env.process(self._look())
        self.env.run(until=self.until)
        return self._what_became_of(coming)

    def _begun_before(self) -> None:
        """What the workers carry now is somewhere on its way. Drawn for each worker by itself, so that whoever is added
        to them changes nothing for the others."""
        for number, place in enumerate(self.places):
            chance = np.random.default_rng(np.random.SeedSequence([self.seed, 2, number]))
            for _one in range(place.worker.open_cases):
                case = _draw(self.service.flow, 0.0, chance)
                case.done = float(chance.random())
                case.sensitive = case.sensitive and place.worker.level == 3
                case.allocated = case.met = 0.0
                place.free -= 1
                place.free_complex -= int(case.sensitive)
                self.begun.append(case)
                self.env.process(self._work(case, place, None))

    def _arrivals(self, coming: Sequence[_Case]) -> Steps:
        for case in coming:
            if case.comes > self.env.now:
                yield self.env.timeout(case.comes - self.env.now)
            self.queues[case.sensitive].append(case)
            self._allocate()

    def _waiting(self) -> int:
        return sum(map(len, self.queues.values()))

    def _look(self) -> Steps:
        for _month in range(self.months - 1):
            yield self.env.timeout(WEEKS_A_MONTH)
            self.backlog.append(self._waiting())

    def _leave(self, place: _Place, begins: float, ends: float) -> Steps:
        """Whatever is begun is finished first."""
        if begins > 0:
            yield self.env.timeout(begins)
        with place.desk.request(priority=-1) as turn:
            yield turn
            left = min(ends, self.until) - self.env.now
            if left > 0:
                place.away += left
                yield self.env.timeout(left)

    def _allocate(self) -> None:
        """Whoever has waited longest first; one that nobody can take does not hold up those of the other kind."""
        shut: set[bool] = set()
        while heads := [queue[0] for kind, queue in self.queues.items() if queue and kind not in shut]:
            case = min(heads, key=lambda one: one.comes)
            found = self._found(case)
            if found is None:
                shut.add(case.sensitive)
                continue
            self.queues[case.sensitive].popleft()
            lead, join = found
            case.allocated = self.env.now
            for place in (lead, join):
                if place is not None:
                    place.free -= 1
            lead.free_complex -= int(case.sensitive)
            self.env.process(self._work(case, lead, join))

    def _found(self, case: _Case) -> tuple[_Place, _Place | None] | None:
        if case.sensitive:
            leads = [one for one in self.places if one.worker.level == 3 and one.free > 0 and one.free_complex > 0]
            lead = _least_busy(leads)
            join = _least_busy([o for o in self.places if o.worker.level >= 2 and o.free > 0 and o is not lead])
            return (lead, join) if lead and join else None
        able = [one for one in self.places if one.worker.level >= 2 and one.free > 0]
        # Who alone may lead the sensitive ones is kept for them, where somebody else has room.
        first = _least_busy([one for one in able if one.worker.level == 2]) or _least_busy(able)
        if first is None:
            return None
        join = None
        if case.path in {Path.DIRECT, Path.CIRCLE}:
            join = _least_busy([one for one in self.places if one.worker.level == 1 and one.free > 0])
        return first, join

    def _work(self, case: _Case, lead: _Place, join: _Place | None) -> Steps:
        flow = self.service.flow
        pieces = len(case.pauses)
        skip = int(case.done * pieces)
        pause = 0.0 if case.allocated == 0 and skip else min(case.first, case.weeks)
        for number in range(skip, pieces):
            yield self.env.timeout(pause)
            if number == pieces - 1 and case.behind and self.service.prison_is_closed:
                yield self.env.timeout(flow.closed_for)
            for place, share in _shared(lead, join, flow.lead_share):
                yield from self._sit_down(place, case.hours / pieces * share)
            if case.met is None:
                case.met = self.env.now
            pause = case.pauses[number] * max(0.0, case.weeks - case.first)
        yield self.env.timeout(pause)
        case.ended = self.env.now
        lead.free += 1
        if join is not None:
            join.free += 1
        lead.free_complex += int(case.sensitive)
        self._allocate()

    def _sit_down(self, place: _Place, hours: float) -> Steps:
        with place.desk.request(priority=0) as turn:
            yield turn
            weeks = hours / place.worker.weekly_hours
            place.used += min(weeks, self.until - self.env.now) * place.worker.weekly_hours
            yield self.env.timeout(weeks)

    def _what_became_of(self, coming: Sequence[_Case]) -> Run:
        everybody = [*self.begun, *coming]
        waits = [(one.allocated if one.allocated is not None else self.until) - one.comes for one in coming]
        meets = [(one.met if one.met is not None else self.until) - one.comes for one in coming]
        hours = sum((self.until - one.away) * one.worker.weekly_hours for one in self.places)
        used = sum(one.used for one in self.places)
        return Run(
            came=len(everybody),
            ended=sum(one.ended is not None for one in everybody),
            in_process=sum(one.allocated is not None and one.ended is None for one in everybody),
            still_waiting=self._waiting(),
            wait=float(np.median(waits)) if waits else None,
            first_meeting=float(np.median(meets)) if meets else None,
            idle=max(0.0, 1 - used / hours) if hours else None,
            idle_hours=max(0.0, hours - used),
            backlog=(*self.backlog, self._waiting()),
        )


def _least_busy(places: Sequence[_Place]) -> _Place | None:
    """The one with most of their room left; of two alike, whoever comes first."""
    return max(places, key=lambda one: one.free / one.worker.slots, default=None)


def _shared(lead: _Place, join: _Place | None, lead_share: float) -> tuple[tuple[_Place, float], ...]:
    return ((lead, 1.0),) if join is None else ((lead, lead_share), (join, 1 - lead_share))
