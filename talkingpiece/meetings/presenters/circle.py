"""The way through one meeting on one page: who sits where, what is asked in which order, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.cases.access import Opened
from talkingpiece.cases.profile import ApproachDef
from talkingpiece.meetings.access import Sight
from talkingpiece.meetings.models import Meeting, Round
from talkingpiece.meetings.presenters import gate, ring, stages
from talkingpiece.meetings.presenters.words import day_and_time
from talkingpiece.meetings.queries import judged, proposals_for, rounds_of
from talkingpiece.meetings.states import AHEAD, Stage
from talkingpiece.ui.components import Gate, Link, Tag


@dataclass(frozen=True)
class RoundRow:
    name: str
    minutes: str
    prompt: str
    used: Tag | None


@dataclass(frozen=True)
class CirclePage:
    heading: str
    line: str
    tag: Tag
    purpose: str
    seats: list[ring.RingSeat]
    drawing: ring.Drawing | None
    piece: str
    rounds: list[RoundRow]
    lasts: str
    guidelines: str
    gate: Gate | None
    asked: list[Link]  # seats that somebody asks for
    may_arrange: bool


def circle_page(
    opened: Opened, meeting: Meeting, way: ApproachDef, sight: Sight, at: datetime, *, may_plan: bool
) -> CirclePage:
    known = judged([meeting], at)[meeting.pk]
    seats = ring.seats_of(meeting, way, known.facts, sight)
    ahead = meeting.stage in AHEAD
    rounds = rounds_of(meeting.pk)
    return CirclePage(
        heading=_(way.name),
        line=day_and_time(meeting.starts_at),
        tag=stages.tag(meeting.stage, len(gate.told(known.verdict, opened.relation.sides, sight.references).blockers)),
        purpose=next((_(one.name) for one in way.purposes if one.key == meeting.purpose), ""),
        seats=seats,
        drawing=ring.drawing(seats, meeting.piece) if way.ring else None,
        piece=meeting.piece,
        rounds=[_row(one) for one in rounds],
        lasts=_lasts(rounds),
        guidelines=meeting.guidelines,
        gate=_gate(opened, meeting, sight, known.verdict.is_open, at) if ahead else None,
        asked=asked_seats(opened, meeting, sight) if ahead and may_plan else [],
        may_arrange=may_plan and meeting.stage not in {Stage.HELD, Stage.CANCELLED},
    )


def _gate(opened: Opened, meeting: Meeting, sight: Sight, is_open: bool, at: datetime) -> Gate | None:
    if is_open:
        return None
    verdict = judged([meeting], at)[meeting.pk].verdict
    heading = _("It no longer stands") if meeting.confirmed_at else _("Before it can be booked")
    return gate.panel(verdict, opened, sight.references, heading=heading, beside=True)


def asked_seats(opened: Opened, meeting: Meeting, sight: Sight) -> list[Link]:
    """Who waits for an answer: a name only for whoever may know the case, else who asks."""
    found = []
    for one in proposals_for(meeting.pk):
        may = sight.may_name(one.case)
        words = _("%(worker)s asks for a seat") % {"worker": one.asked_by.name}
        found.append(Link(words, gate.address(opened, "meetings:seat", meeting.pk, one.pk) if may else ""))
    return found


def _row(one: Round) -> RoundRow:
    used = None if one.used is None else Tag(_("Used"), "done") if one.used else Tag(_("Left out"))
    minutes = ngettext("%(count)d minute", "%(count)d minutes", one.minutes) % {"count": one.minutes}
    return RoundRow(str(one.get_kind_display()), minutes if one.minutes else "", one.prompt, used)


def _lasts(rounds: Sequence[Round]) -> str:
    lasts = timedelta(minutes=sum(one.minutes for one in rounds))
    hours, minutes = divmod(lasts // timedelta(minutes=1), 60)
    values = {"hours": hours, "minutes": minutes}
    if hours and minutes:
        return _("%(hours)d h %(minutes)d min, and time to spare") % values
    if hours:
        return _("%(hours)d h, and time to spare") % values
    return _("%(minutes)d min, and time to spare") % values if minutes else ""
