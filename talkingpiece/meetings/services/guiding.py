"""The way through a meeting: its rounds, the ring and the talking piece. A guide for whoever leads, never enforced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.cases.profile import ApproachDef
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.meetings.models import Meeting, Round
from talkingpiece.meetings.services.locking import Locked, Stale, enter, lock_meeting
from talkingpiece.meetings.states import Stage


@dataclass(frozen=True)
class RoundSaid:
    """One round as it is to be."""

    kind: str
    prompt: str
    minutes: int = 0


def guide_by(meeting: Meeting, way: ApproachDef) -> None:
    """The rounds that the approach suggests, in place of whatever was there."""
    _write(meeting, [RoundSaid(one.kind, _(one.prompt), one.minutes) for one in way.rounds])


def _write(meeting: Meeting, rounds: Sequence[RoundSaid]) -> None:
    Round.objects.filter(meeting=meeting).delete()
    for position, one in enumerate(rounds, start=1):
        Round(
            area_id=meeting.area_id,
            key_id=meeting.key_id,
            meeting=meeting,
            position=position,
            kind=one.kind,
            prompt=one.prompt,
            minutes=one.minutes,
        ).save()


@transaction.atomic
def arrange_meeting(
    *,
    meeting_id: UUID,
    version: int,
    rounds: Sequence[RoundSaid],
    piece: str,
    chair_for: str,
    by: User,
    at: datetime,
) -> Meeting:
    """What is asked in which order, what goes round, and for whom a chair stays empty. Asks nobody anew: it changes
    neither date nor place nor people. Raises Stale; IllegalTransition once it is written up or cancelled."""
    locked = _open(meeting_id, version)
    meeting = locked.meeting
    _write(meeting, rounds)
    meeting.piece, meeting.chair_for = piece, chair_for
    _saved(locked, by=by, at=at, name="meeting.arranged", detail={"rounds": len(rounds)})
    return meeting


@transaction.atomic
def order_seats(*, meeting_id: UUID, version: int, ring: Sequence[str], by: User, at: datetime) -> Meeting:
    """Who sits beside whom. `ring`: ids of participants, and the seats of those who lead. The same refusals."""
    locked = _open(meeting_id, version)
    locked.meeting.ring = list(ring)
    _saved(locked, by=by, at=at, name="meeting.seats_ordered", detail={})
    return locked.meeting


def _open(meeting_id: UUID, version: int) -> Locked:
    locked = lock_meeting(meeting_id)
    if locked.meeting.version != version:
        raise Stale(locked.meeting)
    if locked.meeting.stage in {Stage.HELD, Stage.CANCELLED}:
        raise IllegalTransition(locked.meeting.stage, "arranged")
    return locked


def _saved(locked: Locked, *, by: User, at: datetime, name: str, detail: dict[str, int]) -> None:
    locked.meeting.version += 1
    locked.meeting.save()
    enter(name, locked, by=by, at=at, detail=detail)
