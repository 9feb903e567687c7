"""Open seats as a worker of another case may see them: a date, a kind of place and who leads. No other name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.cases.access import Opened
from talkingpiece.cases.profile import ApproachDef
from talkingpiece.cases.queries import approaches
from talkingpiece.meetings.models import Meeting, Proposal
from talkingpiece.meetings.presenters.words import day_and_time
from talkingpiece.meetings.queries import proposals_from, with_open_seats
from talkingpiece.ui.components import Row, Tag
from talkingpiece.ui.dates import short_date


@dataclass(frozen=True)
class OpenSeat:
    when: str
    rows: list[Row]
    url: str  # empty: asked already


@dataclass(frozen=True)
class AskedSeat:
    when: str
    tag: Tag
    take_back_url: str


@dataclass(frozen=True)
class OpenSeats:
    meetings: list[Meeting]
    seats: list[OpenSeat]
    asked: list[AskedSeat]

    def seat(self, meeting: Meeting) -> OpenSeat:
        return next(s for m, s in zip(self.meetings, self.seats, strict=True) if m.pk == meeting.pk)


def open_seats(opened: Opened, at: datetime) -> OpenSeats:
    proposals = proposals_from(opened.case.pk)
    waiting = {one.meeting_id for one in proposals if not one.answer}
    known = {way.key: way for way in approaches(opened.case).approaches}
    meetings = [meeting for meeting in with_open_seats(opened.case, at) if meeting.approach in known]
    return OpenSeats(
        meetings=meetings,
        seats=[_seat(opened, meeting, known[meeting.approach], waiting) for meeting in meetings],
        asked=[_asked(opened, one) for one in proposals],
    )


def _seat(opened: Opened, meeting: Meeting, way: ApproachDef, waiting: set[UUID]) -> OpenSeat:
    leaders = [meeting.lead.name, *([meeting.co_facilitator.name] if meeting.co_facilitator else [])]
    purpose = next((_(one.name) for one in way.purposes if one.key == meeting.purpose), "")
    free = {"count": meeting.seats_offered}
    return OpenSeat(
        when=day_and_time(meeting.starts_at),
        rows=[
            Row(_("How"), _(way.name)),
            *([Row(_("What for"), purpose)] if purpose else []),
            Row(_("Kind of place"), meeting.get_venue_kind_display()),
            Row(_("Who leads"), ", ".join(leaders)),
            Row(_("Open seats"), ngettext("One", "%(count)d", meeting.seats_offered) % free),
        ],
        url="" if meeting.pk in waiting else reverse("meetings:propose", args=[opened.case.reference, meeting.pk]),
    )


def _asked(opened: Opened, one: Proposal) -> AskedSeat:
    tags = {"": Tag(_("Waits for an answer"), "now"), "accepted": Tag(_("A seat is kept"), "done")}
    back = reverse("meetings:take_back_seat", args=[opened.case.reference, one.pk])
    return AskedSeat(
        when=_("%(meeting)s, asked on %(day)s")
        % {"meeting": day_and_time(one.meeting.starts_at), "day": short_date(one.asked_at)},
        tag=tags.get(one.answer, Tag(str(one.get_answer_display()))),
        take_back_url="" if one.answer else back,
    )
