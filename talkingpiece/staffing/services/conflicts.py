from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import people_with_role
from talkingpiece.accounts.roles import Role
from talkingpiece.cases import services as cases
from talkingpiece.cases.access import closed_to
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import open_ball, owner_of, promised
from talkingpiece.cases.services.membership import leave_case
from talkingpiece.cases.states import Holder
from talkingpiece.people.models import Conflict, Person
from talkingpiece.people.services import declare_conflict
from talkingpiece.staffing.queries import duty_owner, open_offers_to


@transaction.atomic
def exclude(*, user: User, person: Person, words: str, by: User, at: datetime) -> Conflict:
    """This worker has nothing more to do with this person: every case in which that person has a part is closed to
    them from now on, whatever their role. What they had to do there goes to somebody else, so that nothing lies where
    nobody can see it. Never refused: a conflict of interest is a fact."""
    conflict = declare_conflict(user=user, person=person, words=words, by=by, at=at)
    shut = list(closed_to(user).filter(ended_at__isnull=True).values_list("pk", flat=True))
    for case in cases.lock_cases(shut):
        for offer in open_offers_to(user.pk, case.pk):
            cases.answer_offer(offer_id=offer.pk, accepted=False, words="", by=user, at=at)
        leave_case(case_id=case.pk, user=user, by=by, at=at)
        _pass_on(case, user, by, at)
    return conflict


def _pass_on(case: Case, user: User, by: User, at: datetime) -> None:
    """Whoever looks after the area finds somebody else for it; until then they hold it."""
    ball = open_ball(case.pk)
    owns, holds = owner_of(case.pk) == user, ball is not None and ball.user_id == user.pk
    if owns or holds:
        to = _somebody_else(case, user, by, at)
        due_at = promised(case, "hand_over_answer", at)
        cases.pass_ball(case=case, holder=Holder.USER, user=to, what=What.ALLOCATE, at=at, due_at=due_at)


def _somebody_else(case: Case, user: User, by: User, at: datetime) -> User:
    on_duty = duty_owner(case.area_id, at)
    coordinators = people_with_role(case.area_id, Role.COORDINATOR, at)
    supervisors = people_with_role(case.area_id, Role.CASE_SUPERVISOR, at)
    for one in (by, on_duty, *coordinators, *supervisors):
        if one != user and one in (*coordinators, *supervisors) and not _is_shut(case.pk, one):
            return one
    return on_duty


def _is_shut(case_id: UUID, user: User) -> bool:
    return closed_to(user).filter(pk=case_id).exists()
