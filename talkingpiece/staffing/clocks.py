"""What a facilitator keeps up, each as a clock: case supervision, observed practice, hours of learning.

A clock that has run out refuses new cases (the gate of an offer asks `run_out`). On a running case it only warns:
what was promised to somebody is never taken back because of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from talkingpiece.staffing.practice import Practice


class Kept(StrEnum):
    SUPERVISION = "supervision"
    OBSERVED = "observed"
    LEARNING = "learning"


class Standing(StrEnum):
    FINE = "fine"
    SOON = "soon"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Learnt:
    day: date
    hours: float


@dataclass(frozen=True)
class KeptUp:
    """What is known of one facilitator. `since`: from when their year counts; None: before anybody kept such a year,
    so that observed practice and learning are not asked yet."""

    level: str
    supervision_due_on: date | None
    since: date | None = None
    observed: tuple[date, ...] = ()
    learnt: tuple[Learnt, ...] = ()


@dataclass(frozen=True)
class Clock:
    """`due_on`: the last day on which it is still kept up; None if no such day is known.

    `have` and `need` count the twelve months before: supervisions are not counted, observed practices are, and hours.
    """

    kept: Kept
    standing: Standing
    due_on: date | None
    have: float = 0
    need: float = 0


def clocks(facts: KeptUp, policy: Practice, on: date) -> tuple[Clock, ...]:
    """Each thing that is kept up, as it stands on that day. What this area does not ask for has no clock."""
    found = [_clock(Kept.SUPERVISION, facts.supervision_due_on, policy, on)]
    if facts.since is not None and policy.observed_a_year:
        found.append(_observed(facts, facts.since, policy, on))
    if facts.since is not None and policy.hours_of_learning(facts.level):
        found.append(_learning(facts, facts.since, policy, on))
    return tuple(found)


def run_out(found: Iterable[Clock]) -> tuple[Clock, ...]:
    """The clocks that refuse new cases."""
    return tuple(one for one in found if one.standing == Standing.OVERDUE)


def _clock(kept: Kept, due_on: date | None, policy: Practice, on: date, *, have: float = 0, need: float = 0) -> Clock:
    if due_on is None or on > due_on:
        standing = Standing.OVERDUE
    elif on + timedelta(days=policy.warn_days) > due_on:
        standing = Standing.SOON
    else:
        standing = Standing.FINE
    return Clock(kept, standing, due_on, have, need)


def _observed(facts: KeptUp, since: date, policy: Practice, on: date) -> Clock:
    """Nobody is late in their first year; after it the last so many have to lie within a year."""
    need = policy.observed_a_year
    seen = sorted(day for day in facts.observed if day <= on)
    due = _a_year_after(since)
    if len(seen) >= need:
        due = max(due, _a_year_after(seen[-need]))
    have = sum(1 for day in seen if _a_year_after(day) >= on)
    return _clock(Kept.OBSERVED, due, policy, on, have=have, need=need)


def _learning(facts: KeptUp, since: date, policy: Practice, on: date) -> Clock:
    """The day on which the hours of the year before first fall short, if nothing is added to them."""
    need = policy.hours_of_learning(facts.level)
    past = sorted((one for one in facts.learnt if one.day <= on), key=lambda one: one.day)
    have = sum(one.hours for one in past if _a_year_after(one.day) >= on)
    due = _a_year_after(since)
    for leaves, one in enumerate(past):
        if sum(later.hours for later in past[leaves:]) >= need:
            due = max(due, _a_year_after(one.day))
    return _clock(Kept.LEARNING, due, policy, on, have=have, need=need)


def _a_year_after(day: date) -> date:
    """The last day that lies within a year of that one."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + 1, day=28)
