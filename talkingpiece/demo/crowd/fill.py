"""Deal the generated cases, each in a transaction of its own; those that are there already are left alone."""

from __future__ import annotations

from datetime import datetime

from talkingpiece.demo import ridgeway as area
from talkingpiece.demo.calendar import Calendar
from talkingpiece.demo.crowd.deck import ALL, Dealt, deal
from talkingpiece.demo.crowd.lives import number_of, tell
from talkingpiece.demo.live import live
from talkingpiece.demo.making import NotHere, alone, refuse_in_a_real_service
from talkingpiece.demo.ridgeway import Ridgeway
from talkingpiece.demo.telling import Story
from talkingpiece.linkage import standardise
from talkingpiece.protection.context import show_areas
from talkingpiece.protection.tokens import token
from talkingpiece.referrals.models import ReferralToken

__all__ = ["ALL", "fill"]


def fill(now: datetime, *, cases: int = ALL) -> int:
    """How many were added. Stopped in the middle, it goes on where it was. Raises NotHere."""
    refuse_in_a_real_service()
    return sum(_add(dealt, now) for dealt in deal()[:cases])


def _add(dealt: Dealt, now: datetime) -> bool:
    with alone():
        ridgeway = area.find()
        if ridgeway is None:
            raise NotHere("There is no demo to fill: run `demo ensure` first.")
        show_areas([ridgeway.area.pk])
        if _is_there(dealt, ridgeway):
            return False
        live([tell(Story(ridgeway, Calendar(now)), dealt)], now=now)
    return True


def _is_there(dealt: Dealt, ridgeway: Ridgeway) -> bool:
    """Each of them came with a telephone number of their own."""
    number = standardise.phone(number_of(dealt))
    return ReferralToken.objects.filter(
        area=ridgeway.area, kind="phone", token=token(ridgeway.area.pk, "phone", number)
    ).exists()
