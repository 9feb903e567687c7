from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.cases.services import add_companion, lock_cases
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.meetings.models import Meeting, Part, Participant
from talkingpiece.meetings.queries import Place, approach_of, way_of
from talkingpiece.meetings.services.guiding import guide_by
from talkingpiece.meetings.services.locking import Locked, Stale, enter, lock_meeting, pass_balls
from talkingpiece.meetings.states import AHEAD, Stage
from talkingpiece.people.models import Person
from talkingpiece.people.services import create_person
from talkingpiece.protection.classes import Side
from talkingpiece.protection.keys import make_data_key


@dataclass(frozen=True)
class NewSupporter:
    """Somebody who comes with a person of this case, and is not known yet. `beside`: that person; else the victim, or
    the first of this case who is there as its offender."""

    called: str
    side: Side
    case: Case
    beside: Person | None = None
    part: str = Part.SUPPORTER


@dataclass(frozen=True)
class Newcomer:
    """Somebody who comes from no case, and is not known yet."""

    called: str
    part: str  # one of meetings.models.OF_NO_CASE


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
    newcomers: Sequence[Newcomer] = field(default_factory=tuple)
    purpose: str = ""
    seats_offered: int = 0  # for victims of other cases
    home: Case | None = None  # where it is planned from; else the first of its cases

    @property
    def case_ids(self) -> set[UUID]:
        named = {place.case.pk for place in self.places if place.case is not None}
        return named | {supporter.case.pk for supporter in self.supporters}


# What everybody agreed to. If one of these changes, everybody is asked again, and the meeting is booked again.
TERMS = ("approach", "purpose", "starts_at", "venue", "venue_kind")
DETAILS = ("practical", "lead", "co_facilitator", "seats_offered")


@transaction.atomic
def plan_meeting(*, plan: Plan, by: User, at: datetime) -> Meeting:
    """A plan binds nobody, so nothing can refuse it. Somebody in it must come from a case: else ValueError."""
    if not plan.case_ids:
        raise ValueError("A meeting is planned from a case.")
    cases = lock_cases(plan.case_ids)
    home = next((case for case in cases if plan.home and case.pk == plan.home.pk), cases[0])
    meeting = Meeting(
        area_id=home.area_id,
        key=make_data_key(home.area_id),
        home=home,
        terms_at=at,
        planned_at=at,
        planned_by=by,
        **{name: getattr(plan, name) for name in (*TERMS, *DETAILS)},
    )
    meeting.save()
    _seat(meeting, [*plan.places, *_known(meeting, plan, by=by, at=at)], at=at)
    guide_by(meeting, approach_of(home, plan.approach))
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
    people = _seat(meeting, [*plan.places, *_known(meeting, plan, by=by, at=at)], at=at)
    for name in changed:
        setattr(meeting, name, getattr(plan, name))
    if people or set(changed) & set(TERMS):
        ask_again(locked, at=at)
    if "approach" in changed:
        guide_by(meeting, way_of(meeting))
    meeting.version += 1
    meeting.save()
    detail = {"fields": sorted(changed), "people": people}
    enter("meeting.changed", locked, by=by, at=at, detail=detail)
    return meeting


def ask_again(locked: Locked, *, at: datetime) -> None:
    locked.meeting.terms_at = at
    locked.meeting.confirmed_at = locked.meeting.confirmed_by = None
    pass_balls(locked, What.BOOK_MEETING, at=at)


def _known(meeting: Meeting, plan: Plan, *, by: User, at: datetime) -> list[Place]:
    """Whoever is new: companions of their case, or people of the service."""
    return [
        *(_companion(plan, new, by=by, at=at) for new in plan.supporters),
        *(_newcomer(meeting, new, by=by, at=at) for new in plan.newcomers),
    ]


def _companion(plan: Plan, new: NewSupporter, *, by: User, at: datetime) -> Place:
    person = create_person(area_id=new.case.area_id, called=new.called, by=by, at=at, side=new.side)
    side, beside = new.side, new.beside or _beside(plan, new)
    add_companion(case_id=new.case.pk, person=person, part=new.part, beside=beside, side=side, words="", by=by, at=at)
    return Place(person, new.part, side, new.case)


def _beside(plan: Plan, new: NewSupporter) -> Person:
    there = (place.person for place in plan.places if place.case == new.case and place.part == Part.OFFENDER)
    return new.case.victim if new.side is not Side.OFFENDER else next(there, new.case.victim)


def _newcomer(meeting: Meeting, new: Newcomer, *, by: User, at: datetime) -> Place:
    """They are there for everybody in the room, and are asked and prepared in the case it was planned from."""
    person = create_person(area_id=meeting.area_id, called=new.called, by=by, at=at, side=Side.VICTIM)
    return Place(person, new.part, Side.VICTIM, None)


def _seat(meeting: Meeting, places: Sequence[Place], *, at: datetime) -> bool:
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
        give_seat(meeting, place, at=at)
    return bool(gone or new)


def give_seat(meeting: Meeting, place: Place, *, at: datetime) -> Participant:
    seat = Participant(
        area_id=meeting.area_id,
        key_id=(place.case or place.person).key_id,
        meeting=meeting,
        case=place.case,
        person=place.person,
        part=place.part,
        side=place.side,
        seated_at=at,
    )
    seat.save()
    return seat


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
