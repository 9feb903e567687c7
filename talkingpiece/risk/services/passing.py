"""How an act of this room passes the ball."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area
from talkingpiece.areas.working_days import due
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Ball, Case, Member
from talkingpiece.cases.queries import open_pause, owner_of
from talkingpiece.cases.services import pass_ball
from talkingpiece.cases.states import Holder
from talkingpiece.risk.turns import Turn

# So that the ball under a pause is the one whose end is the pause's beginning, as `resume_case` looks for it.
_NEXT = timedelta(microseconds=1)


def balls_of(case: Case) -> list[Ball]:
    """The newest first."""
    return list(Ball.objects.filter(subject_id=case.pk).select_related("user", "agency").order_by("-since"))


def working_days_after(case: Case, at: datetime, days: int) -> datetime:
    return due(at, days, Area.objects.values_list("jurisdiction", flat=True).get(pk=case.area_id))


def hand_to(case: Case, user: User, what: What, *, at: datetime, due_at: datetime | None) -> None:
    """An ended case has no ball."""
    if case.is_open:
        pass_ball(case=case, holder=Holder.USER, user=user, what=what, at=at, due_at=due_at)
        _lay_pause_over(case, at)


def hand_on(case: Case, turn: Turn, balls: list[Ball], *, by: User, at: datetime, due_at: datetime) -> None:
    owner = owner_of(case.pk) or by
    if turn.again is None:
        hand_to(case, owner, What(turn.what), at=at, due_at=due_at)
        return
    before = balls[turn.again]
    if not case.is_open:
        return
    pass_ball(
        case=case,
        holder=before.holder,
        what=What(before.what),
        user=owner if has_left(case, before.user_id) else before.user,
        agency=before.agency,
        at=at,
        due_at=before.due_at,
    )
    _lay_pause_over(case, at)


def _lay_pause_over(case: Case, at: datetime) -> None:
    if open_pause(case.pk) is not None:
        pass_ball(case=case, holder=Holder.VICTIM, what=What.VICTIM_PAUSED, at=at + _NEXT)


def has_left(case: Case, user_id: UUID | None) -> bool:
    """Whether they worked on the case once and do no longer."""
    parts = Member.objects.filter(case=case, user_id=user_id).values_list("ends_at", flat=True) if user_id else []
    return bool(parts) and None not in parts
