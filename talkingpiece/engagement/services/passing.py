"""How an act of this room passes the ball: what it is about now, what is owed when, and to whom it goes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import takewhile
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.areas.profile import Promises
from talkingpiece.areas.queries import section
from talkingpiece.areas.working_days import due
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Ball, Case
from talkingpiece.cases.queries import owner_of
from talkingpiece.cases.services import pass_ball
from talkingpiece.cases.states import Holder
from talkingpiece.engagement.models import Need, Voice
from talkingpiece.engagement.profile import Engagement
from talkingpiece.engagement.queries import supervisor_for
from talkingpiece.engagement.states import VoiceKind
from talkingpiece.engagement.turns import Dues, Turn

# These lie over whatever the case waits for, until they are lifted.
OVER = frozenset({What.VICTIM_PAUSED, What.RED_FLAG, What.DANGER})
_NEXT = timedelta(microseconds=1)


def about(case: Case) -> str:
    """What the case waits for, seen through a pause or a red flag that lies over it. Empty when it has ended."""
    if not case.is_open:
        return ""
    return next((ball.what for ball in _newest_first(case) if ball.what not in OVER), "")


def _newest_first(case: Case) -> QuerySet[Ball]:
    found = Ball.objects.filter(subject_id=case.pk).select_related("user", "agency")
    return found.order_by(F("closed_at").desc(nulls_first=True), "-since")


def _lying_over(case: Case) -> list[Ball]:
    """The undermost first."""
    return list(takewhile(lambda ball: ball.what in OVER, _newest_first(case)))[::-1]


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


def pass_turn(case: Case, turn: Turn | None, *, by: User, at: datetime, user: User | None = None) -> None:
    """Passes the ball, to `user` if somebody is named; under a pause or a red flag, so that neither is lifted by the
    way."""
    if turn is None or not case.is_open:
        return
    if turn.supervisor:
        user = supervisor_for(case, at)
    if turn.holder == Holder.USER and user is None:
        user = owner_of(case.pk) or by
    over, since = _lying_over(case), _since(case, at)
    pass_ball(case=case, holder=turn.holder, what=turn.what, at=since, user=user, due_at=turn.due_at)
    for ball in over:
        since += _NEXT
        pass_ball(
            case=case,
            holder=ball.holder,
            what=What(ball.what),
            at=since,
            user=ball.user,
            agency=ball.agency,
            due_at=ball.due_at,
        )


def _since(case: Case, at: datetime) -> datetime:
    """What happened earlier and is written down now passes the ball now: balls follow each other."""
    newest = _newest_first(case).first()
    return at if newest is None else max(at, newest.since + _NEXT)


def heard(case_id: UUID) -> bool:
    """Whether anything that the victim needs or wishes is written down."""
    needs = Need.objects.filter(case_id=case_id, person_id=F("case__victim_id"), error_at__isnull=True)
    wishes = Voice.objects.filter(case_id=case_id, error_at__isnull=True, kind=VoiceKind.WISH, side="victim")
    return needs.exists() or wishes.exists()


def morning_of(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time(9))) if day else None
