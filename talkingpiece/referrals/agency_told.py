"""What an agency is told of a referral that it made. Decided here and nowhere else; pure.

It hears what the victim agreed to, and never more: with `NOTHING` the answer is the same whatever happens. The
victim's own stop reads like every other neutral ending, and only the remit's published reason is ever given.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from talkingpiece.referrals.states import MayKnow, ReferralState

_DECLINED = frozenset({ReferralState.SIGNPOSTED, ReferralState.STOPPED})


class Stage(TextChoices):
    RECEIVED = "received", _("Received")
    LOOKED_AT = "looked_at", _("Being looked at")
    TAKEN_UP = "taken_up", _("Taken up")
    ENDED = "ended", _("Ended")


@dataclass(frozen=True)
class Happened:
    """`reason`: the remit's published one (a message id), if the remit kept the person out."""

    state: ReferralState
    looked_at: bool = False  # somebody has decided something, were it only to wait
    case_open: bool = False
    reason: str = ""


@dataclass(frozen=True)
class ToldReferrer:
    stage: Stage
    reason: str = ""


def told_to_referrer(happened: Happened, may_know: MayKnow) -> ToldReferrer:
    if may_know is MayKnow.NOTHING:
        return ToldReferrer(Stage.RECEIVED)
    if happened.state in _DECLINED:
        reason = happened.reason if happened.state is ReferralState.SIGNPOSTED else ""
        return ToldReferrer(Stage.ENDED, reason)
    if happened.state is ReferralState.ACCEPTED:
        over = may_know is MayKnow.STAGE and not happened.case_open
        return ToldReferrer(Stage.ENDED if over else Stage.TAKEN_UP)
    return ToldReferrer(Stage.LOOKED_AT if happened.looked_at else Stage.RECEIVED)
