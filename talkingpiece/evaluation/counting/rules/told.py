"""Short ways to tell a worked example."""

from __future__ import annotations

from datetime import date
from typing import Any

from talkingpiece.evaluation.counting.journeys import Event, Journey, NeedTold, Said, What


def day(month: int, number: int, year: int = 2026) -> date:
    return date(year, month, number)


def told(key: str, received: date, *events: Event, **more: Any) -> Journey:
    """A referral that was taken on the day when it came, unless told otherwise."""
    columns: dict[str, Any] = {
        "label": f"EX-26-{key:0>4}",
        "case": key,
        "decided_on": received,
        "who": (key, "offender", "incident"),
    }
    return Journey(key=key, received=received, events=events, **(columns | more))


def undecided(key: str, received: date, decision: str = "", decided_on: date | None = None) -> Journey:
    return told(key, received, decision=decision, decided_on=decided_on, case="", who=None)


def happened(what: What, on: date, **more: Any) -> Event:
    return Event(what, on, **more)


def ended(on: date, reason: str, **more: Any) -> Event:
    return Event(What.ENDED, on, detail=reason, **more)


def need(key: str, *said: tuple[date, str], **more: Any) -> NeedTold:
    return NeedTold(key, tuple(Said(on, met) for on, met in said), **more)
