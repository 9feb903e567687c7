"""The two decisions that a gate stands before, and the checks between them."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.cases.balls import What
from talkingpiece.cases.queries import promised
from talkingpiece.cases.services import record_passing
from talkingpiece.core.blockers import require_open
from talkingpiece.meetings.conditions import BeginFacts, BookingFacts, check_that_counts, checks_needed
from talkingpiece.meetings.gates import blockers_to_begin, blockers_to_book, facts_for_booking, facts_to_begin
from talkingpiece.meetings.models import Check, Meeting
from talkingpiece.meetings.profile import Meetings
from talkingpiece.meetings.queries import policy_of
from talkingpiece.meetings.services.locking import Locked, enter, fact_of, lock_meeting, pass_balls
from talkingpiece.meetings.states import Stage


@transaction.atomic
def book_meeting(*, meeting_id: UUID, by: User, at: datetime) -> Meeting:
    """The date is fixed. Raises Blocked with everything that is missing. Whether it stands is asked again each time."""
    locked = lock_meeting(meeting_id, to=Stage.BOOKED)
    meeting = locked.meeting
    policy = policy_of(meeting)
    facts = facts_for_booking(meeting, at)
    require_open(blockers_to_book(facts, policy))
    meeting.confirmed_at, meeting.confirmed_by = at, by
    meeting.save(update_fields=["confirmed_at", "confirmed_by"])
    _passed(locked, "book", facts, by=by, at=at)
    pass_balls(locked, What.MEETING_AHEAD, at=at, due_at=next_check_at(meeting, policy.meetings, at))
    enter("meeting.booked", locked, by=by, at=at)
    return meeting


@transaction.atomic
def record_check(
    *,
    meeting_id: UUID,
    kind: str,
    everybody_willing: bool,
    place_cleared: bool,
    words: str,
    by: User,
    at: datetime,
) -> Check:
    """Everybody and everything was asked again, whatever the answers were."""
    locked = lock_meeting(meeting_id)
    meeting = locked.meeting
    check = Check(
        **fact_of(meeting, by=by, at=at),
        meeting=meeting,
        kind=kind,
        everybody_willing=everybody_willing,
        place_cleared=place_cleared,
        words=words,
    )
    check.save()
    if meeting.stage == Stage.BOOKED:
        due_at = next_check_at(meeting, policy_of(meeting).meetings, at)
        pass_balls(locked, What.MEETING_AHEAD, at=at, due_at=due_at)
    detail = {"kind": kind, "willing": everybody_willing, "place": place_cleared}
    enter("meeting.checked", locked, about=check, by=by, at=at, detail=detail)
    return check


@transaction.atomic
def begin_meeting(*, meeting_id: UUID, by: User, at: datetime) -> Meeting:
    """It starts. Raises Blocked with everything that is not as it must be today."""
    locked = lock_meeting(meeting_id, to=Stage.BEGUN)
    meeting = locked.meeting
    facts = facts_to_begin(meeting, at)
    require_open(blockers_to_begin(facts, policy_of(meeting)))
    meeting.begun_at, meeting.begun_by = at, by
    meeting.save(update_fields=["begun_at", "begun_by"])
    _passed(locked, "begin", facts, by=by, at=at)
    pass_balls(locked, What.WRITE_UP, at=at, due_at=promised(locked.cases[0], "after_meeting", at))
    enter("meeting.begun", locked, by=by, at=at)
    return meeting


def _passed(locked: Locked, gate: str, facts: BookingFacts | BeginFacts, *, by: User, at: datetime) -> None:
    for case in locked.cases:
        record_passing(case=case, gate=f"meeting.{gate}", facts=facts, by=by, at=at, subject_id=locked.meeting.pk)


def next_check_at(meeting: Meeting, policy: Meetings, at: datetime) -> datetime:
    """When everybody is next to be asked again: nine in the morning of that day, or the meeting itself."""
    facts = facts_to_begin(meeting, at)
    for rule in checks_needed(facts.booking, policy):
        if check_that_counts(facts, rule) is None:
            due = datetime.combine(rule.due_on(facts.booking.day), time(9))
            return min(timezone.make_aware(due), meeting.starts_at)
    return meeting.starts_at
