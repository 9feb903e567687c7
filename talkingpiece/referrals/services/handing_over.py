from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.balls import What
from talkingpiece.cases.queries import open_ball
from talkingpiece.cases.services import pass_referral_ball
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.protection.classes import Side
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.queries import OPEN


@transaction.atomic
def give_referral(*, referral_id: UUID, to: User, by: User, at: datetime) -> Referral:
    """An undecided referral has another owner from now; what was promised stays.

    Raises IllegalTransition once it was decided.
    """
    referral = Referral.objects.select_for_update(no_key=True).get(pk=referral_id)
    if referral.state not in OPEN:
        raise IllegalTransition(referral.state, referral.state)
    referral.owner = to
    referral.save(update_fields=["owner"])
    ball = open_ball(referral.pk)
    if ball is not None:
        pass_referral_ball(
            referral_id=referral.pk,
            area_id=referral.area_id,
            user=to,
            what=What(ball.what),
            at=at,
            due_at=ball.due_at,
        )
    record("referral.given", by=by, about=referral, at=at, side=Side.VICTIM, detail={"to": str(to.pk)})
    return referral
