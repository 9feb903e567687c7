"""Small things that stories are written with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from talkingpiece.people.models import Person
from talkingpiece.people.services import Way
from talkingpiece.people.states import Days, IfAnswered


def safe(
    channel: str,
    value: str,
    hours: str = "",
    *,
    days: str = Days.ANY,
    if_answered: str = IfAnswered.RING_OFF,
    note: str = "",
) -> Way:
    """A way that somebody called safe; `hours` as "10:00-14:00", or empty for any hour."""
    begin, end = (time.fromisoformat(hour) for hour in hours.split("-")) if hours else (None, None)
    return Way(channel, value, days, begin, end, if_answered, note)


# The supervisor of the service next door, who is asked while Siân cannot answer.
NEXT_DOOR = {"name": "Rosa Lindgren", "organisation": "Fenmoor Mediation", "email": "rosa.lindgren@example.org"}


@dataclass(frozen=True)
class Worry:
    """What is seen of one factor. Those of which a story says nothing are looked at and not there."""

    present: str
    concern: str
    victim_view: str = ""
    offender_view: str = ""
    note: str = ""
    mitigation: str = ""


@dataclass(frozen=True)
class Promise:
    """One thing that somebody will do by a day."""

    who: Person
    what: str
    by: date
    told_to: tuple[str, ...] = ()
