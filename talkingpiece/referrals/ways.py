"""A safe way as a referral keeps it: plain values, from the form to the sealed row and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from talkingpiece.people.safe import Rule
from talkingpiece.people.services import Way
from talkingpiece.people.states import Channel

# In the order in which a worker would try them.
ORDER = tuple(Channel.values)


def to_plain(way: Way) -> dict[str, str]:
    return {
        "channel": way.channel,
        "value": way.value,
        "days": way.days,
        "from_time": way.from_time.isoformat("minutes") if way.from_time else "",
        "to_time": way.to_time.isoformat("minutes") if way.to_time else "",
        "if_answered": way.if_answered,
        "note": way.note,
    }


def from_plain(kept: Mapping[str, Any]) -> Way:
    return Way(
        channel=kept["channel"],
        value=kept["value"],
        days=kept["days"],
        from_time=_time(kept["from_time"]),
        to_time=_time(kept["to_time"]),
        if_answered=kept["if_answered"],
        note=kept["note"],
    )


def _time(kept: str) -> time | None:
    return time.fromisoformat(kept) if kept else None


def rule_of_way(way: Way) -> Rule:
    return Rule(way.days, way.from_time, way.to_time, way.if_answered)


def in_order(ways: list[Way]) -> list[Way]:
    return sorted(ways, key=lambda way: ORDER.index(way.channel))
