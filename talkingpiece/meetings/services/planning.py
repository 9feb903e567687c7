from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.cases.services import lock_cases
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.meetings.models import Meeting, Part, Participant
from talkingpiece.meetings.queries import Place
from talkingpiece.meetings.services.locking import Locked, Stale, enter, lock_meeting, pass_balls
from talkingpiece.meetings.states import AHEAD, Stage
from talkingpiece.people.services import create_person
from talkingpiece.protection.classes import Side
from talkingpiece.protection.keys import make_data_key


@dataclass(frozen=True)
class NewSupporter:
    """Somebody who comes with a person of this case, and is not known yet."""

    called: str
    side: Side
    case: Case


@dataclass(frozen=True)
class Plan:
    """What a meeting is to be. Everything in it can be recorded at any time; booking is what asks."""

    approach: str
    starts_at: datetime
    venue: str
    venue_kind: str
    lead: User
    co_facilitator: User | None = None
    practical: str = ""
    places: Sequence[Place] = field(default_factory=tuple)
    supporters: Sequence[NewSupporter] = field(default_factory=tuple)

    @property
    def case_ids(self) -> set[UUID]:
        named = {place.case.pk for place in self.places if place.case is not None}
        return named | {supporter.case.pk for supporter in self.supporters}


# What everybody agreed to. If one of these changes, everybody is asked again, and the meeting is booked again.
TERMS = ("approach", "starts_at", "venue", "venue_kind")
DETAILS = ("practical", "lead", "co_facilitator")


@transaction.atomic
def plan_meeting(*, plan: Plan, by: User, at: datetime) -> Meeting:
    """A plan binds nobody, so nothing can refuse it. Somebody in it must come from a case: else ValueError."""
    if not plan.case_ids:
        raise ValueError("A meeting is planned from a case.")
    cases = lock_cases(plan.case_ids)
    area_id = cases[0].area_id
    meeting = Meeting(
        area_id=area_id,
        key=make_data_key(area_id),
        terms_at=at,
        planned_at=at,
        planned_by=by,
        **{name: getattr(plan, name) for name in (*TERMS, *DETAILS)},
    )
    meeting.save()
    _seat(meeting, [*plan.places, *_known(plan, by=by, at=at)])
    locked = Locked(meeting, cases)
    enter("meeting.planned", locked, by=by, at=at, detail={"approach": plan.approach})
    pass_balls(locked, What.BOOK_MEETING, at=at)
    return meeting


@transaction.atomic
def change_meeting(*, meeting_id: UUID, version: int, plan: Plan, by: User, at: datetime) -> Meeting:
    """Raises Stale if `version` is not the newest, IllegalTransition once it has begun or was cancelled, ValueError
    if nobody in it comes from a case.

    Another date, place, approach or company voids every consent to it, and its booking.
    """
    locked = lock_meeting(meeting_id, with_cases=plan.case_ids)
    meeting = locked.meeting
    if not plan.case_ids:
        raise ValueError("A meeting is planned from a case.")
    if meeting.version != version:
        raise Stale(meeting)
    if meeting.stage not in AHEAD:
        raise IllegalTransition(meeting.stage, Stage.PLANNED)
    changed = [name for name in (*TERMS, *DETAILS) if getattr(meeting, name) != getattr(plan, name)]
    people = _seat(meeting, [*plan.places, *_known(plan, by=by, at=at)])
    for name in changed:
        setattr(meeting, name, getattr(plan, name))
    if people or set(changed) & set(TERMS):
        _ask_again(locked, at=at)
    meeting.version += 1
    meeting.save()
    detail = {"fields": sorted(changed), "people": people}
    enter("meeting.changed", locked, by=by, at=at, detail=detail)
    return meeting


def _ask_again(locked: Locked, *, at: datetime) -> None:
    locked.meeting.terms_at = at
    locked.meeting.confirmed_at = locked.meeting.confirmed_by = None
    pass_balls(locked, What.BOOK_MEETING, at=at)


def _known(plan: Plan, *, by: User, at: datetime) -> list[Place]:
    """The new supporters, now people of the service."""
    return [
        Place(
            create_person(area_id=new.case.area_id, called=new.called, by=by, at=at, side=new.side),
            Part.SUPPORTER,
            new.side,
            new.case,
        )
        for new in plan.supporters
    ]


def _seat(meeting: Meeting, places: Sequence[Place]) -> bool:
    """Make the participants those of the plan; whether that changed anything."""
    wanted = {place.person.pk: place for place in places}
    seated = {seat.person_id: seat for seat in Participant.objects.filter(meeting=meeting)}
    gone = [
        seat.pk
        for person_id, seat in seated.items()
        if person_id not in wanted or (seat.part, seat.case_id) != _key(wanted[person_id])
    ]
    Participant.objects.filter(pk__in=gone).delete()
    kept = {person_id for person_id, seat in seated.items() if seat.pk not in gone}
    new = [place for person_id, place in wanted.items() if person_id not in kept]
    for place in new:
        Participant(
            area_id=meeting.area_id,
            key_id=(place.case or place.person).key_id,
            meeting=meeting,
            case=place.case,
            person=place.person,
            part=place.part,
            side=place.side,
        ).save()
    return bool(gone or new)


def _key(place: Place) -> tuple[str, UUID | None]:
    return place.part, place.case.pk if place.case else None


@transaction.atomic
def cancel_meeting(*, meeting_id: UUID, why: str, told: set[UUID], by: User, at: datetime) -> Meeting:
    """It will not take place. `told`: ids of the participants who know; the others are still owed a word."""
    locked = lock_meeting(meeting_id, to=Stage.CANCELLED)
    meeting = locked.meeting
    meeting.cancelled_at, meeting.cancelled_by, meeting.cancelled_why = at, by, why
    meeting.version += 1
    meeting.save()
    enter("meeting.cancelled", locked, by=by, at=at)
    _tell(locked, told, by=by, at=at)
    pass_balls(locked, What.PLAN_MEETING, at=at)
    return meeting


@transaction.atomic
def record_told(*, meeting_id: UUID, told: set[UUID], by: User, at: datetime) -> Meeting:
    """Participants who now know that it will not take place."""
    locked = lock_meeting(meeting_id)
    _tell(locked, told, by=by, at=at)
    return locked.meeting


def _tell(locked: Locked, told: set[UUID], *, by: User, at: datetime) -> None:
    for seat in Participant.objects.filter(meeting=locked.meeting, pk__in=told, told_at__isnull=True):
        seat.told_at = at
        seat.save(update_fields=["told_at"])
        enter("participant.told", locked, about=seat, by=by, at=at, side=Side(seat.side))
