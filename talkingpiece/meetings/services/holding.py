"""What happened at the meeting and afterwards. Never what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.cases.balls import What
from talkingpiece.cases.queries import promised
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.meetings.gates import blockers_to_begin, facts_to_begin
from talkingpiece.meetings.models import Meeting, Participant, Round
from talkingpiece.meetings.queries import agreement_of, next_follow_up, open_items, policy_of
from talkingpiece.meetings.services.locking import Locked, Stale, enter, lock_meeting, pass_balls
from talkingpiece.meetings.states import Stage
from talkingpiece.protection.classes import Side


@dataclass(frozen=True)
class Attendance:
    participant_id: UUID
    attended: bool
    wellbeing: str = ""
    next_contact_on: date | None = None


@dataclass(frozen=True)
class Record:
    """What is written down of a meeting. `despite`: why it was held although it had not been begun here."""

    started_at: datetime
    ended_at: datetime
    attendance: Sequence[Attendance]
    agreed: bool
    changes: str = ""
    ended_early_by: str = ""
    incidents: str = ""
    learning: str = ""
    despite: str = ""
    guidelines: str = ""  # what everybody there agreed for the time together
    rounds_used: frozenset[UUID] | None = None  # ids; None: nobody said


@transaction.atomic
def record_held(*, meeting_id: UUID, version: int, record: Record, by: User, at: datetime) -> Meeting:
    """What has happened is always recordable; if its gate was not passed, with the reason, and with what was missing
    in the trail. Recording again corrects the record. Raises IllegalTransition, also without that reason; Stale."""
    locked = lock_meeting(meeting_id, to=Stage.HELD)
    meeting = locked.meeting
    if meeting.version != version:
        raise Stale(meeting)
    before = meeting.stage
    if before in {Stage.PLANNED, Stage.BOOKED}:
        if not record.despite:
            raise IllegalTransition(before, Stage.HELD)
        _without_gate(locked, before, record.despite, by=by, at=at)
    _write(meeting, record, by=by)
    _attended(meeting, record)
    _rounds(meeting, record)
    enter("meeting.rewritten" if before == Stage.HELD else "meeting.held", locked, by=by, at=at)
    pass_after(locked, at=at)
    return meeting


def _without_gate(locked: Locked, before: Stage, despite: str, *, by: User, at: datetime) -> None:
    meeting = locked.meeting
    missing = blockers_to_begin(facts_to_begin(meeting, at), policy_of(meeting)).codes
    meeting.held_despite = despite
    detail = {"stage": before, "codes": missing}
    enter("meeting.held_without_gate", locked, by=by, at=at, side=Side.SERVICE, detail=detail)


def _write(meeting: Meeting, record: Record, *, by: User) -> None:
    meeting.begun_at, meeting.begun_by = record.started_at, meeting.begun_by or by
    meeting.held_at = record.ended_at
    meeting.agreed = record.agreed
    meeting.changes, meeting.incidents, meeting.learning = record.changes, record.incidents, record.learning
    meeting.ended_early_by, meeting.guidelines = record.ended_early_by, record.guidelines
    meeting.version += 1
    meeting.save()


def _rounds(meeting: Meeting, record: Record) -> None:
    if record.rounds_used is not None:
        rows = Round.objects.filter(meeting=meeting)
        rows.filter(pk__in=record.rounds_used).update(used=True)
        rows.exclude(pk__in=record.rounds_used).update(used=False)


def _attended(meeting: Meeting, record: Record) -> None:
    seats = {seat.pk: seat for seat in Participant.objects.filter(meeting=meeting)}
    for one in record.attendance:
        seat = seats[one.participant_id]
        seat.attended = one.attended
        seat.wellbeing = one.wellbeing if one.attended else ""
        seat.next_contact_on = one.next_contact_on
        seat.save(update_fields=["attended", "wellbeing", "next_contact_on"])


@transaction.atomic
def take_back_record(*, meeting_id: UUID, why: str, by: User, at: datetime) -> Meeting:
    """The meeting was not held after all: the record was a mistake. Raises IllegalTransition if there is none."""
    locked = lock_meeting(meeting_id)
    meeting = locked.meeting
    if meeting.stage != Stage.HELD:
        raise IllegalTransition(meeting.stage, Stage.PLANNED)
    meeting.begun_at = meeting.begun_by = meeting.held_at = meeting.agreed = None
    meeting.ended_early_by = ""
    meeting.taken_back_why = why
    meeting.version += 1
    meeting.save()
    Participant.objects.filter(meeting=meeting).update(attended=None, wellbeing="", next_contact_on=None)
    Round.objects.filter(meeting=meeting).update(used=None)
    enter("meeting.record_taken_back", locked, by=by, at=at)
    pass_balls(locked, What.PLAN_MEETING, at=at)
    return meeting


@transaction.atomic
def record_debrief(
    *,
    participant_id: UUID,
    spoke: bool,
    means: str,
    wellbeing: str,
    words: str,
    by: User,
    at: datetime,
) -> Participant:
    """The talk with one person afterwards; `spoke` false: they would rather not. Raises IllegalTransition before the
    meeting is written up."""
    meeting_id = Participant.objects.values_list("meeting_id", flat=True).get(pk=participant_id)
    locked = lock_meeting(meeting_id)
    if locked.meeting.stage != Stage.HELD:
        raise IllegalTransition(locked.meeting.stage, "debriefed")
    seat = Participant.objects.select_for_update(no_key=True).get(pk=participant_id)
    seat.debriefed_at, seat.debriefed_by, seat.debrief_means = at, by, means
    seat.debrief_declined, seat.wellbeing_later, seat.debrief = not spoke, wellbeing if spoke else "", words
    seat.save()
    enter("participant.debriefed", locked, about=seat, by=by, at=at, side=Side(seat.side), detail={"spoke": spoke})
    pass_after(locked, at=at)
    return seat


def pass_after(locked: Locked, *, at: datetime) -> None:
    """After a meeting: talk with each person; then follow up what was agreed; then end well."""
    meeting = locked.meeting
    waiting = [s for s in Participant.objects.filter(meeting=meeting) if s.awaits_debrief]
    promise = promised(locked.cases[0], "after_meeting", meeting.held_at or at)
    if waiting:
        named = [_nine(s.next_contact_on) for s in waiting if s.next_contact_on]
        pass_balls(locked, What.DEBRIEF, at=at, due_at=min([promise, *named]))
        return
    if meeting.agreed and agreement_of(meeting.pk) is None:
        pass_balls(locked, What.FOLLOW_UP, at=at, due_at=promise)  # what was agreed is not written down yet
        return
    due_on = next_follow_up(meeting, open_items(meeting.pk), policy_of(meeting).meetings, timezone.localdate(at))
    if due_on is None:
        pass_balls(locked, What.END_CASE, at=at)
    else:
        pass_balls(locked, What.FOLLOW_UP, at=at, due_at=_nine(due_on))


def _nine(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))
