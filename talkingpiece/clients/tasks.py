from __future__ import annotations

from django.db import transaction

from talkingpiece.audit.queries import all_areas
from talkingpiece.clients.queries import KEPT
from talkingpiece.clients.services import forget_old
from talkingpiece.core import clock
from talkingpiece.core.jobs import periodic
from talkingpiece.protection.context import area_context


@periodic("clients.forget_old", cron="27 3 * * *", why="forgets answers and tokens whose time is over; opens nothing")
def forget() -> None:
    now = clock.now()
    for area_id in all_areas():
        with transaction.atomic(), area_context([area_id]):
            forget_old(area_id=area_id, before=now - KEPT, at=now)
