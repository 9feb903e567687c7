"""What is counted: one harmed person, one responsible person, one incident, and what became of it. Plain values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

# A referral that comes again this long after the last one ended is a new one, with a link; before that, the same.
NEW_AFTER_DAYS = 90


class What(StrEnum):
    INFORMED = "informed"  # the victim was given the information
    ANSWERED = "answered"  # and said what they want
    SPOKE = "spoke"
    ASSESSED = "assessed"
    APPROACHED = "approached"
    DIRECT = "direct"
    INDIRECT = "indirect"
    CIRCLE = "circle"
    ENDED = "ended"
    PAUSED = "paused"
    ASKED = "asked"  # how far needs were met


@dataclass(frozen=True)
class Event:
    """`until`: for a pause its end, for an ending the day on which the case was opened again."""

    what: What
    on: date
    detail: str = ""
    until: date | None = None
    in_error: bool = False


@dataclass(frozen=True)
class Said:
    """What the victim said of a need, when they were asked."""

    on: date
    met: str
    in_error: bool = False


@dataclass(frozen=True)
class NeedTold:
    key: str
    said: tuple[Said, ...] = ()
    in_error: bool = False

    def met(self, by: date) -> str:
        """The newest answer that stands; empty if there is none yet."""
        answers = sorted((s.on, s.met) for s in self.said if not s.in_error and s.on <= by)
        return answers[-1][1] if answers else ""


@dataclass(frozen=True)
class Journey:
    """`decision`: accepted, signposted or stopped; empty while the front door has not decided.

    `who` is victim, responsible person, incident; None before anybody knows who the victim is.
    `speak_by`: the last day of the promise to speak with the victim. `number` of `of`: which of the responsible
    persons of its case this is.
    """

    key: str
    label: str
    received: date
    route: str = "self"
    from_list: bool = False
    decision: str = "accepted"
    decided_on: date | None = None
    case: str = ""
    who: tuple[str, str, str] | None = None
    speak_by: date | None = None
    again: bool = False
    number: int = 1
    of: int = 1
    events: tuple[Event, ...] = ()
    needs: tuple[NeedTold, ...] = field(default=())

    def standing(self, what: What) -> list[Event]:
        found = [event for event in self.events if event.what is what and not event.in_error]
        return sorted(found, key=lambda event: (event.on, event.detail))

    def first(self, what: What) -> date | None:
        found = self.standing(what)
        return found[0].on if found else None

    @property
    def ending(self) -> Event | None:
        """The ending that stands. One that was taken back, because the case was opened again, never counts."""
        found = [event for event in self.standing(What.ENDED) if event.until is None]
        return found[-1] if found else None

    def days_open(self, day: date) -> int:
        """Whole days since it was received, without the victim's pauses."""
        paused = {
            ordinal
            for event in self.standing(What.PAUSED)
            for ordinal in range(event.on.toordinal(), min(event.until or day, day).toordinal())
        }
        return (day - self.received).days - len(paused)


def counted(journeys: Iterable[Journey]) -> list[Journey]:
    """Each harmed person with one responsible person and one incident once, however often they were referred.

    What happened after a second referral belongs to the first, unless 90 days had passed since that one ended.
    """
    same: dict[tuple[str, str, str], list[Journey]] = defaultdict(list)
    found: list[Journey] = []
    for one in sorted(journeys, key=lambda one: (one.received, one.key)):
        if one.who is None:
            found.append(one)
        else:
            same[one.who].append(one)
    for group in same.values():
        found += _once(group)
    return sorted(found, key=lambda one: (one.received, one.key))


def _once(group: list[Journey]) -> list[Journey]:
    kept: list[Journey] = []
    for one in group:
        before = kept[-1] if kept else None
        if before is None:
            kept.append(one)
        elif before.ending and (one.received - before.ending.on).days >= NEW_AFTER_DAYS:
            kept.append(replace(one, again=True))
        else:
            kept[-1] = _joined(before, one)
    return kept


def _joined(first: Journey, again: Journey) -> Journey:
    """The earlier ending is taken back by the second referral, as if the case had been opened again."""
    events = tuple(
        replace(event, until=again.received) if event.what is What.ENDED and event.until is None else event
        for event in first.events
    )
    return replace(first, events=(*events, *again.events), needs=_each_need_once((*first.needs, *again.needs)))


def as_one(journeys: Sequence[Journey]) -> Journey:
    """What was written of the victim of one case with any of its responsible persons. `journeys` is not empty."""
    events = dict.fromkeys(event for one in journeys for event in one.events)
    needs = _each_need_once(tuple(need for one in journeys for need in one.needs))
    return replace(journeys[0], events=tuple(events), needs=needs)


def _each_need_once(needs: Iterable[NeedTold]) -> tuple[NeedTold, ...]:
    found: dict[str, NeedTold] = {}
    for need in needs:
        before = found.get(need.key, need)
        said = tuple(dict.fromkeys((*before.said, *need.said)))
        found[need.key] = replace(need, said=said, in_error=before.in_error or need.in_error)
    return tuple(found.values())
