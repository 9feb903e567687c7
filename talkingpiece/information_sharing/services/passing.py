"""Whom a request goes to next within the service."""

from __future__ import annotations

from datetime import datetime

from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import people_with_role
from talkingpiece.accounts.roles import Role
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import owner_of, promised, team_of
from talkingpiece.cases.services import pass_ball
from talkingpiece.cases.states import Holder, MemberRole


def supervisor_of(case: Case, at: datetime) -> User | None:
    """The case's own, or else the area's first."""
    own = [member.user for member in team_of(case.pk) if member.role == MemberRole.SUPERVISOR]
    return own[0] if own else people_with_role(case.area_id, Role.CASE_SUPERVISOR, at).first()


def to_read(case: Case, at: datetime) -> None:
    """The agency has answered: whoever works on the case reads it."""
    owner = owner_of(case.pk)
    if owner is not None:
        due_at = promised(case, "acknowledge", at)
        pass_ball(case=case, holder=Holder.USER, user=owner, what=What.READ_ANSWER, at=at, due_at=due_at)


def to_decide(case: Case, at: datetime) -> None:
    """The agency does not answer: a case supervisor decides. Where there is none, whoever works on it reads it."""
    supervisor = supervisor_of(case, at)
    if supervisor is None:
        to_read(case, at)
        return
    due_at = promised(case, "sign_off", at)
    pass_ball(case=case, holder=Holder.USER, user=supervisor, what=What.UNANSWERED, at=at, due_at=due_at)
