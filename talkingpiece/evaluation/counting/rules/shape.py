"""What a counting rule is made of. A figure is a list; its number is the length of the list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext_noop

from talkingpiece.core.blockers import Text
from talkingpiece.evaluation.counting.journeys import Journey, NeedTold, as_one
from talkingpiece.evaluation.counting.windows import Window

OUR_RULE = gettext_noop("Our own rule. No national definition is published.")


class View(StrEnum):
    PERIOD = "period"  # what happened in the quarter, whenever somebody was referred
    COHORT = "cohort"  # what became so far of those who were referred in the quarter


class Unit(StrEnum):
    REFERRALS = "referrals"
    PEOPLE = "people"
    NEEDS = "needs"


class Group(StrEnum):
    CAME = "came"
    DECIDED = "decided"
    FAR = "far"
    ENDED = "ended"
    OPEN = "open"
    IN_TIME = "in_time"
    NEEDS = "needs"


@dataclass(frozen=True)
class Entry:
    """One thing that a figure counts, and the journey behind it."""

    key: str
    journey: Journey


Select = Callable[[Sequence[Journey], Window, View], Iterator[Entry]]


@dataclass(frozen=True)
class Example:
    """A worked example: shown on the page of the rules, and run as a test. Its quarter is EXAMPLE_WINDOW."""

    words: str
    journeys: tuple[Journey, ...]
    period: int
    cohort: int


EXAMPLE_WINDOW = Window(date(2026, 1, 1), date(2026, 4, 1), date(2026, 6, 30))


@dataclass(frozen=True)
class Rule:
    """`of`: the figure that this one is a part of, for a share. `inside`: only for whoever may open a case."""

    key: str
    group: Group
    unit: Unit
    name: Text
    sentence: str
    select: Select
    examples: tuple[Example, ...]
    source: str = OUR_RULE
    of: str = ""
    share_of_period: bool = False
    inside: bool = False
    cohort: bool = True  # whether it means anything for the referrals of one quarter
    part: bool = False  # shown indented, below the figure that it is a part of


def dated(on: Callable[[Journey], date | None]) -> Select:
    """Referrals that count from a day: in the period by that day, in the cohort if the day has come."""

    def select(journeys: Sequence[Journey], window: Window, view: View) -> Iterator[Entry]:
        for one in journeys:
            day = on(one)
            if day is None or day > window.seen:
                continue
            if day in window if view is View.PERIOD else of_cohort(one, window):
                yield Entry(one.key, one)

    return select


def on_the_last_day(test: Callable[[Journey, date], bool]) -> Select:
    """Referrals of which something was true on the last day of the period; of the cohort, of which it is true now."""

    def select(journeys: Sequence[Journey], window: Window, view: View) -> Iterator[Entry]:
        day = window.last_day if view is View.PERIOD else window.seen
        for one in journeys:
            here = one.received <= day if view is View.PERIOD else of_cohort(one, window)
            if here and test(one, day):
                yield Entry(one.key, one)

    return select


def people(test: Callable[[Journey, date], bool]) -> Select:
    """Victims, each case once: in the period those whose case ended in it, else those of the cohort."""

    def select(journeys: Sequence[Journey], window: Window, view: View) -> Iterator[Entry]:
        for one in _asked_about(journeys, window, view):
            if test(one, window.seen):
                yield Entry(one.case, one)

    return select


def needs(test: Callable[[NeedTold, date], bool]) -> Select:
    """Needs of the same people, each need once."""

    def select(journeys: Sequence[Journey], window: Window, view: View) -> Iterator[Entry]:
        for one in _asked_about(journeys, window, view):
            for need in one.needs:
                if not need.in_error and test(need, window.seen):
                    yield Entry(need.key, one)

    return select


def of_cohort(one: Journey, window: Window) -> bool:
    """Whoever was taken over from an earlier list was referred before anybody counted by these rules."""
    return one.received in window and not one.from_list


def _asked_about(journeys: Sequence[Journey], window: Window, view: View) -> Iterator[Journey]:
    """One for each case: a victim answers once, however many responsible persons the case has."""
    cases: dict[str, list[Journey]] = defaultdict(list)
    for one in journeys:
        ended = one.ending
        if one.case and ((ended is not None and ended.on in window) if view is View.PERIOD else of_cohort(one, window)):
            cases[one.case].append(one)
    return (as_one(several) for several in cases.values())
