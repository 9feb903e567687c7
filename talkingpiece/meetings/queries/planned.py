"""A meeting as its gate sees it, with everybody who has a place at it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from talkingpiece.cases.models import Case
from talkingpiece.meetings.models import Meeting, Part, Participant
from talkingpiece.people.models import Person
from talkingpiece.protection.classes import Side

NOWHERE = UUID(int=0)  # a meeting that is only being thought of


@dataclass(frozen=True)
class Place:
    """Somebody who is to take part. `case`: the one that they come from, or none."""

    person: Person
    part: str
    side: Side
    case: Case | None
    seat_id: str = ""  # of the participant, once there is one
    since: datetime | None = None  # when they got that place


@dataclass(frozen=True)
class Planned:
    """A meeting as its gate sees it: one that is stored, or one that is being thought of."""

    pk: UUID
    approach: str
    starts_at: datetime
    terms_at: datetime
    booked_at: datetime | None
    workers: tuple[UUID, ...]
    places: tuple[Place, ...]
    cases: tuple[Case, ...]  # in the order of their ids
    purpose: str = ""
    home_id: UUID | None = None
    venue_kind: str = ""

    @property
    def home(self) -> Case:
        """The case where whatever belongs to nobody in particular is done, and whose profile counts: the one that it
        was planned from, for as long as somebody of it takes part."""
        return next((case for case in self.cases if case.pk == self.home_id), self.cases[0])


def planned(meetings: Sequence[Meeting]) -> list[Planned]:
    """Two queries, whatever the number of meetings. A meeting without any case cannot be asked."""
    seats: dict[UUID, list[Participant]] = defaultdict(list)
    rows = Participant.objects.filter(meeting_id__in=[m.pk for m in meetings])
    order = {part: place for place, part in enumerate(Part.values)}
    for row in rows.select_related("person", "case__victim"):
        seats[row.meeting_id].append(row)
    return [
        Planned(
            pk=meeting.pk,
            approach=meeting.approach,
            starts_at=meeting.starts_at,
            terms_at=meeting.terms_at,
            booked_at=meeting.confirmed_at,
            workers=tuple(pk for pk in (meeting.lead_id, meeting.co_facilitator_id) if pk),
            places=tuple(
                Place(seat.person, seat.part, Side(seat.side), seat.case, str(seat.pk), seat.seated_at)
                for seat in sorted(seats[meeting.pk], key=lambda s: (order[s.part], s.side, str(s.pk)))
            ),
            cases=_in_order(seat.case for seat in seats[meeting.pk] if seat.case),
            purpose=meeting.purpose,
            home_id=meeting.home_id,
            venue_kind=meeting.venue_kind,
        )
        for meeting in meetings
    ]


def _in_order(cases: Iterable[Case]) -> tuple[Case, ...]:
    found = {case.pk: case for case in cases}
    return tuple(found[pk] for pk in sorted(found))
