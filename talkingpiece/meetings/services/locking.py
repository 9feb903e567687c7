"""What every act on a meeting does first and last: lock its cases in the order of their ids, then the meeting;
enter the act in the trail of each case; pass the ball of each case that somebody is working on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import open_pause, owner_of
from talkingpiece.cases.services import lock_cases, pass_ball
from talkingpiece.cases.states import Holder
from talkingpiece.core import clock
from talkingpiece.core.transitions import IllegalTransition, check_transition
from talkingpiece.meetings.models import Meeting, Participant
from talkingpiece.meetings.states import TRANSITIONS
from talkingpiece.protection.classes import Side


class Stale(Exception):
    """Somebody else changed this meeting first. `current` is how it is now."""

    def __init__(self, current: Meeting) -> None:
        self.current = current
        super().__init__("stale")


@dataclass(frozen=True)
class Locked:
    """A meeting that nobody else can act on until this transaction ends, nor take back a consent to."""

    meeting: Meeting
    cases: list[Case]


def lock_meeting(meeting_id: UUID, *, to: str | None = None, with_cases: Iterable[UUID] = ()) -> Locked:
    """`to`: the stage that the act leads to. Raises IllegalTransition if it cannot follow, or if somebody from
    another case joined while we waited: their case is not locked, and locking it now could block both of us."""
    cases = lock_cases(_cases_of(meeting_id) | set(with_cases))
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting_id)
    if not _cases_of(meeting_id) <= {case.pk for case in cases}:
        raise IllegalTransition("people changed", to or "")
    if to is not None:
        check_transition(TRANSITIONS, current=meeting.stage, to=to)
    return Locked(meeting, cases)


def _cases_of(meeting_id: UUID) -> set[UUID]:
    found = Participant.objects.filter(meeting_id=meeting_id, case__isnull=False)
    return set(found.values_list("case_id", flat=True).distinct())


def fact_of(meeting: Meeting, *, by: User, at: datetime) -> dict[str, Any]:
    """The columns that every fact of a meeting shares: it has a data key of its own, as several cases may meet."""
    return {
        "area_id": meeting.area_id,
        "key_id": meeting.key_id,
        "happened_at": at,
        "recorded_at": clock.now(),
        "recorded_by": by,
    }


def enter(
    name: str,
    locked: Locked,
    *,
    by: User,
    at: datetime,
    about: models.Model | None = None,
    side: Side = Side.JOINT,
    detail: dict[str, Any] | None = None,
) -> None:
    for case in locked.cases:
        record(name, by=by, about=about or locked.meeting, at=at, side=side, case_id=case.pk, detail=detail)


def pass_balls(locked: Locked, what: What, *, at: datetime, due_at: datetime | None = None) -> None:
    """To the owner of each case. A case that pauses or has ended keeps its ball where it is."""
    for case in locked.cases:
        if case.is_open and open_pause(case.pk) is None:
            owner = owner_of(case.pk) or locked.meeting.lead
            pass_ball(case=case, holder=Holder.USER, user=owner, what=what, at=at, due_at=due_at)
