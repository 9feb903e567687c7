"""When the victim hears from us next. Pure: a promise that nobody has to enter, so nobody can forget it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone


@dataclass(frozen=True)
class Heard:
    """`went_on_at`: when the last pause ended; the promise starts anew then."""

    opened_at: datetime
    last_spoken_at: datetime | None = None
    went_on_at: datetime | None = None
    paused: bool = False
    ended: bool = False


def update_due(heard: Heard, days: int) -> date | None:
    """The day by which the victim hears from us, `days` after they last did; None while they pause or after the end."""
    if heard.paused or heard.ended:
        return None
    moments = [heard.opened_at, heard.last_spoken_at, heard.went_on_at]
    newest = max(moment for moment in moments if moment is not None)
    return timezone.localdate(newest) + timedelta(days=days)
