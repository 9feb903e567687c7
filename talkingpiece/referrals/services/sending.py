"""A self-referral arrives; and the person hears that it did."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area
from talkingpiece.audit.services import record
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.notifications.services import settle_by_hand
from talkingpiece.protection.classes import Side
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.services.drafts import take_draft
from talkingpiece.referrals.services.making import Answers, make_referral, referral_from
from talkingpiece.referrals.services.whose_turn import settle_turn


def send_referral(*, area: Area, session_token: str, form: str, answers: Answers, at: datetime) -> Referral:
    """One referral for one session's token: sent twice, also at the same moment, it is the same one."""
    try:
        return _send(area, session_token, form, answers, at)
    except IntegrityError:
        earlier = referral_from(area, session_token)
        if earlier is None:
            raise
        return earlier


@transaction.atomic
def _send(area: Area, session_token: str, form: str, answers: Answers, at: datetime) -> Referral:
    take_draft(session_token, at=at)
    return make_referral(area=area, seed=session_token, form=form, answers=answers, at=at)


@transaction.atomic
def note_acknowledged(*, referral_id: UUID, by: User | None, at: datetime) -> Referral:
    """They know that their message arrived. The first time counts."""
    referral = Referral.objects.select_for_update(no_key=True).get(pk=referral_id)
    if referral.acknowledged_at is None:
        referral.acknowledged_at = at
        referral.save(update_fields=["acknowledged_at"])
        record("referral.acknowledged", by=by, about=referral, at=at, side=Side.VICTIM)
        settle_turn(referral, at=at)
    return referral


@transaction.atomic
def settle_acknowledgement(*, referral: Referral, message_id: UUID, sent: bool, by: User, at: datetime) -> None:
    """Somebody sent the words by hand, or found out what became of them. Raises IllegalTransition."""
    message = settle_by_hand(message_id=message_id, sent=sent, by=by, at=at)
    if message.about_id != referral.pk:
        raise IllegalTransition("another referral", "sent")
    if sent:
        note_acknowledged(referral_id=referral.pk, by=by, at=at)
