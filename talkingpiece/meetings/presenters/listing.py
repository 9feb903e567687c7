"""Every meeting that somebody may see: those ahead with whether they stand, then those that were."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.meetings.models import Meeting
from talkingpiece.meetings.presenters import gate, stages
from talkingpiece.meetings.queries import Judged, judged, with_people
from talkingpiece.meetings.states import Stage
from talkingpiece.ui.components import Tag
from talkingpiece.ui.dates import when

PAST = 50  # as many as a page can hold; older ones are in their casefiles
_LATE = timedelta(hours=12)  # after that, a meeting that nobody wrote up is no longer ahead


@dataclass(frozen=True)
class ListRow:
    when: str
    name: str
    line: str
    tag: Tag
    note: str
    url: str


@dataclass(frozen=True)
class MeetingList:
    ahead: list[ListRow]
    owed: list[ListRow]  # their time has come, and nobody has said how it went
    past: list[ListRow]


def meeting_list(found: QuerySet[Meeting], seen: frozenset[str], at: datetime) -> MeetingList:
    """`seen`: references of the cases that the reader may open. A fixed number of queries."""
    over = Q(held_at__isnull=False) | Q(cancelled_at__isnull=False)
    open_ones = list(with_people(found.exclude(over)).order_by("starts_at"))
    past = list(with_people(found.filter(over)).order_by("-starts_at")[:PAST])
    known = judged([*open_ones, *past], at)
    late = [m for m in open_ones if m.starts_at + _LATE < at or m.stage == Stage.BEGUN]
    return MeetingList(
        ahead=_rows((m for m in open_ones if m not in late), known, seen),
        owed=_rows(late, known, seen),
        past=_rows(past, known, seen),
    )


def _rows(meetings: Iterable[Meeting], known: dict[UUID, Judged], seen: frozenset[str]) -> list[ListRow]:
    return [_row(meeting, known[meeting.pk], seen) for meeting in meetings]


def _row(meeting: Meeting, asked: Judged, seen: frozenset[str]) -> ListRow:
    cases = {s.case.reference: s.case for s in meeting.participants.all() if s.case and s.case.reference in seen}
    reference = min(cases)
    missing = len(gate.told(asked.verdict, gate.ALL_SIDES, seen).blockers)
    return ListRow(
        when=when(meeting.starts_at),
        name=_names([case.victim.name for case in cases.values()]),
        line=_("%(approach)s, led by %(lead)s. %(references)s")
        % {
            "approach": asked.facts.approach_name,
            "lead": meeting.lead.name,
            "references": ", ".join(sorted(cases)),
        },
        tag=stages.tag(meeting.stage, missing),
        note=_note(meeting, missing),
        url=reverse("meetings:meeting", args=[reference, meeting.pk]),
    )


def _names(names: Sequence[str]) -> str:
    return _(" and ").join(sorted(set(names)))


def _note(meeting: Meeting, missing: int) -> str:
    count = {"count": missing}
    if meeting.stage == Stage.PLANNED:
        if not missing:
            return _("Everything is in place: it can be booked.")
        words = ngettext("One thing before it can be booked.", "%(count)d things before it can be booked.", missing)
        return words % count
    if meeting.stage == Stage.BOOKED and missing:
        words = ngettext(
            "One thing is no longer in place. Tell everybody.",
            "%(count)d things are no longer in place. Tell everybody.",
            missing,
        )
        return words % count
    return _afterwards(meeting)


def _afterwards(meeting: Meeting) -> str:
    seats = list(meeting.participants.all())
    owed = sum(seat.awaits_debrief for seat in seats)
    if owed:
        return ngettext("One talk afterwards is owed.", "%(count)d talks afterwards are owed.", owed) % {"count": owed}
    untold = sum(seat.told_at is None for seat in seats) if meeting.stage == Stage.CANCELLED else 0
    if untold:
        return ngettext("One person does not know yet.", "%(count)d people do not know yet.", untold) % {
            "count": untold
        }
    return ""
