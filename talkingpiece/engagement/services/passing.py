"""How an act of this room passes the ball: what it is about now, what is owed when, and to whom it goes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.areas.profile import Promises
from talkingpiece.areas.queries import section
from talkingpiece.areas.working_days import due
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import open_ball, owner_of
from talkingpiece.cases.services import pass_ball
from talkingpiece.cases.states import Holder
from talkingpiece.engagement.models import Need, Voice
from talkingpiece.engagement.profile import Engagement
from talkingpiece.engagement.queries import supervisor_for
from talkingpiece.engagement.states import VoiceKind
from talkingpiece.engagement.turns import Dues, Turn


def about(case: Case) -> str:
    """What the case waits for. Empty when nothing here may move the ball: it has ended, or the victim pauses."""
    ball = open_ball(case.pk)
    if ball is None or not case.is_open or ball.what == What.VICTIM_PAUSED:
        return ""
    return ball.what


def dues(case: Case, policy: Engagement, at: datetime) -> Dues:
    promises = section(case.area_id, case.profile_version, Promises)
    jurisdiction = case.area.jurisdiction

    def later(days: int) -> datetime:
        return due(at, days, jurisdiction)

    return Dues(
        first_meeting=later(promises.first_meeting),
        update=at + timedelta(days=promises.victim_update_days),
        try_again=later(policy.try_again_days),
        write_up=later(policy.write_up_days),
        next_step=later(policy.next_step_days),
        tell_victim=later(policy.tell_victim_days),
        supervisor=later(policy.supervisor_days),
    )


def pass_turn(case: Case, turn: Turn | None, *, by: User, at: datetime) -> None:
    if turn is None:
        return
    user: User | None = None
    if turn.supervisor:
        user = supervisor_for(case, at)
    if turn.holder == Holder.USER and user is None:
        user = owner_of(case.pk) or by
    pass_ball(case=case, holder=turn.holder, what=turn.what, at=at, user=user, due_at=turn.due_at)


def heard(case_id: UUID) -> bool:
    """Whether anything that the victim needs or wishes is written down."""
    needs = Need.objects.filter(case_id=case_id, error_at__isnull=True)
    wishes = Voice.objects.filter(case_id=case_id, error_at__isnull=True, kind=VoiceKind.WISH, side="victim")
    return needs.exists() or wishes.exists()


def morning_of(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time(9))) if day else None
