from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import open_ball, owner_of, promised
from talkingpiece.cases.services import lock_case, pass_ball
from talkingpiece.cases.states import Holder
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.protection.classes import Side
from talkingpiece.records.models import TakenOver
from talkingpiece.records.queries import taken_count


@transaction.atomic
def settle_taken_over(*, taken_id: UUID, holds: bool, on: date, how: str, by: User, at: datetime) -> TakenOver:
    """Somebody asked again: it still holds, or it does not. That alone opens no gate.

    Raises IllegalTransition if somebody else said so first.
    """
    case = lock_case(TakenOver.objects.values_list("case_id", flat=True).get(pk=taken_id))
    taken = TakenOver.objects.select_for_update(no_key=True).get(pk=taken_id)
    if taken.settled_at is not None:
        raise IllegalTransition("settled", "settled")
    taken.settled_at, taken.settled_by, taken.settled_on = at, by, on
    taken.settled_how, taken.holds = how, holds
    taken.save()
    _pass_on(case, at)
    record(
        "taken_over.settled",
        by=by,
        about=taken,
        at=at,
        side=Side(taken.side),
        case_id=case.pk,
        detail={"kind": taken.kind, "holds": holds},
    )
    return taken


def _pass_on(case: Case, at: datetime) -> None:
    """With the last of them the case goes on as any other."""
    ball, owner = open_ball(case.pk), owner_of(case.pk)
    if ball is None or ball.what != What.RECONFIRM or owner is None or taken_count(case.pk).waiting:
        return
    due_at = promised(case, "first_contact", at)
    pass_ball(case=case, holder=Holder.USER, user=owner, what=What.NEXT_CONTACT, at=at, due_at=due_at)
