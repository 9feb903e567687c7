"""Where a case is on the eight steps. Pure: from facts to steps; nobody ticks a step off.

A step is `done`, `half` (done for one side), `gate` (something forbids it today), `now` (the first that is not done)
or `ahead`. While the victim pauses, and after the case has ended, no step is `now`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from talkingpiece.engagement.states import Reply


class StepNumber(IntEnum):
    PLANNING_GROUP = 1
    IDENTIFICATION = 2
    STAFFING = 3
    INFORMATION_SHARING = 4
    RISK = 5
    ENGAGEMENT = 6
    MEETINGS = 7
    OFFENDER_MANAGEMENT = 8


@dataclass(frozen=True)
class Asked:
    """One agency that must be consulted about one offender, and how far that is."""

    name: str
    settled: bool
    asked_on: date | None = None
    working_days: int = 0


@dataclass(frozen=True)
class RiskProgress:
    """`accepted`: G5 is open for a way of communicating. `victim_side`: signed before the offender is approached.

    `was_signed`: a signature let the work go ahead, whether it is still in date or not.
    """

    accepted: bool = False
    victim_side: bool = False
    lapsed: bool = False
    against: bool = False
    waits_for_signature: bool = False
    was_signed: bool = False
    open_flags: int = 0


@dataclass(frozen=True)
class OffenderProgress:
    """One responsible person: whether contact is lawful, what they answered, and whether they can take part."""

    called: str = ""
    legal_clear: bool = False
    approached_on: date | None = None
    reply: str = ""
    can_take_part: bool = False

    @property
    def taking_part(self) -> bool:
        return self.legal_clear and self.reply == Reply.YES and self.can_take_part


@dataclass(frozen=True)
class MeetingProgress:
    planned_for: date | None = None
    booked: bool = False
    stands: bool = False
    held_on: date | None = None
    without_offender: bool = False
    debriefs_owed: int = 0
    items_open: int = 0


@dataclass(frozen=True)
class Facts:
    """What the steps are derived from. Names are what to call people; empty where only the states are asked."""

    opened_on: date
    route: str
    victim: str = ""
    remit_version: int | None = None
    profile_version: int = 0
    team: tuple[str, ...] = ()
    facilitator_since: date | None = None
    offered_to: str = ""
    asked: tuple[Asked, ...] = ()
    risk: RiskProgress = RiskProgress()
    offenders: tuple[OffenderProgress, ...] = ()
    before_victim_ready: int = 0
    before_approach: int = 0
    meeting: MeetingProgress = MeetingProgress()
    paused: bool = False
    ended_on: date | None = None
    offender_told: bool = False
    reported_on: date | None = None  # to the offender manager, of one of the offenders at least

    @property
    def risk_is_history(self) -> bool:
        """What was signed for is over: that its date has run out since then says nothing."""
        return self.risk.was_signed and bool(self.meeting.held_on or self.ended_on)


def _information_sharing(facts: Facts) -> str:
    settled = [asked.settled for asked in facts.asked]
    if settled and all(settled):
        return "done"
    return "half" if any(settled) else "open"


def _risk(facts: Facts) -> str:
    risk = facts.risk
    if risk.open_flags or risk.against:
        return "gate"
    if risk.accepted or facts.risk_is_history:
        return "done"
    if risk.victim_side:
        return "half"
    return "gate" if risk.lapsed else "open"


def _engagement(facts: Facts) -> str:
    offenders = facts.offenders
    if any(offender.taking_part for offender in offenders):
        return "done"
    if facts.before_victim_ready:
        return "open"
    if facts.before_approach or any(o.approached_on and not o.legal_clear for o in offenders):
        return "gate"
    return "half"


def _meetings(facts: Facts) -> str:
    meeting = facts.meeting
    if meeting.held_on:
        return "open" if meeting.debriefs_owed or meeting.items_open else "done"
    return "gate" if meeting.booked and not meeting.stands else "open"


def _own_states(facts: Facts) -> list[str]:
    """Each step by itself, without regard to the others. An opened case has been accepted: steps 1 and 2."""
    return [
        "done",
        "done",
        "done" if facts.facilitator_since else "open",
        _information_sharing(facts),
        _risk(facts),
        "done" if facts.meeting.held_on else _engagement(facts),
        _meetings(facts),
        "done" if facts.reported_on or (facts.ended_on and facts.offender_told) else "open",
    ]


def states(facts: Facts) -> tuple[str, ...]:
    own = _own_states(facts)
    now = current_step(facts)
    at_rest = bool(facts.ended_on)
    return tuple("now" if number == now else _seen(state, at_rest=at_rest) for number, state in enumerate(own, start=1))


def _seen(state: str, *, at_rest: bool) -> str:
    if state == "open" or (at_rest and state == "gate"):
        return "ahead"
    return state


def current_step(facts: Facts) -> int | None:
    """The first step that is not done; None while the victim pauses and after the case has ended.

    A case in which every step is done stands at its last one until somebody ends it.
    """
    if facts.paused or facts.ended_on:
        return None
    own = _own_states(facts)
    return next((number for number, state in enumerate(own, start=1) if state != "done"), len(own))
