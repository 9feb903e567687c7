"""The ways in which somebody can safely be reached, with the rule beside each; what is behind it stays sealed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _

from talkingpiece.people.models import ContactPoint
from talkingpiece.people.queries import rule_of
from talkingpiece.people.safe import hours_in_words, if_answered_in_words, is_safe_at
from talkingpiece.people.states import Channel
from talkingpiece.ui.components import Sealed

NINE = time(9)


@dataclass(frozen=True)
class WayRow:
    label: str
    hours: str
    rule: str  # what to do when somebody else answers; empty where nobody can
    note: str
    safe_now: bool
    sealed: Sealed


def way_rows(reference: str, name: str, ways: Iterable[ContactPoint], at: datetime) -> list[WayRow]:
    return [_row(reference, name, way, at) for way in ways]


def _row(reference: str, name: str, way: ContactPoint, at: datetime) -> WayRow:
    rule = rule_of(way)
    spoken = way.channel == Channel.CALL
    what = _("%(name)s, %(way)s") % {"name": name, "way": way.get_channel_display()}
    url = reverse("casefile:reveal", args=[reference])
    return WayRow(
        label=way.get_channel_display(),
        hours=hours_in_words(rule),
        rule=if_answered_in_words(rule) if spoken else "",
        note=way.note,
        safe_now=is_safe_at(rule, at),
        sealed=Sealed(what=what, url=url, hidden={"what": "point", "id": str(way.pk)}),
    )


def outside_safe_hours(ways: Iterable[ContactPoint], at: datetime) -> bool:
    """Whether no number of theirs may be rung at `at`."""
    return not any(is_safe_at(rule_of(way), at) for way in ways if way.channel == Channel.CALL)


def first_hour(ways: Iterable[ContactPoint]) -> time:
    """The hour meant by a day alone: when the first safe number may first be rung, else nine."""
    hours = [way.from_time for way in ways if way.channel == Channel.CALL and way.from_time is not None]
    return min(hours, default=NINE)
