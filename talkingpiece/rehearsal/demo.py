"""In the practice service the group of Siân’s course practises already: Ruth leads, and the risk is to be looked at."""

from __future__ import annotations

from datetime import datetime

from talkingpiece.demo.ridgeway import Ridgeway
from talkingpiece.protection.context import area_context
from talkingpiece.rehearsal import services
from talkingpiece.rehearsal.states import Stage
from talkingpiece.training.models import Session


def practise(ridgeway: Ridgeway, now: datetime) -> None:
    session = Session.objects.filter(course__trainer=ridgeway.sian).order_by("-starts_at").first()
    if session is None:
        return
    group = services.begin(session=session, by=ridgeway.sian, at=now)
    with area_context([group.ground_id]):
        services.open_case(ground=group.ground, stage=Stage.ASSESSMENT, lead=ridgeway.ruth, by=ridgeway.sian, at=now)
