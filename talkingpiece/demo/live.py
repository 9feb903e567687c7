"""Many lives at once: each told as a generator of moments, all lived through in the order in which they happened."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from talkingpiece.core import clock

# A tale yields the moment of what it does next; what it then does, it does at that moment.
Tale = Iterator[datetime]
BREATH = timedelta(minutes=3)


def live(tales: Iterable[Tale], *, now: datetime) -> None:
    """Every act of every tale, each at its own moment by both clocks. Never backwards, and never past `now`.

    A day that falls on a weekend is moved by the calendar; a moment that would then lie before the one before it
    comes right after that one instead.
    """
    waiting: list[tuple[datetime, int, Tale]] = []
    for number, tale in enumerate(tales):
        _wait(waiting, number, tale, after=None, now=now)
    while waiting:
        moment, number, tale = heapq.heappop(waiting)
        with clock.pretend(moment):
            _wait(waiting, number, tale, after=moment, now=now)


def _wait(
    waiting: list[tuple[datetime, int, Tale]], number: int, tale: Tale, *, after: datetime | None, now: datetime
) -> None:
    """Let the tale do what it does until its next moment, and queue it there."""
    moment = next(tale, None)
    if moment is None:
        return
    if after is not None:
        moment = max(moment, after + BREATH)
    heapq.heappush(waiting, (min(moment, now), number, tale))
