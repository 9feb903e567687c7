from __future__ import annotations

import time
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area
from talkingpiece.audit.services import record
from talkingpiece.core import clock
from talkingpiece.core.jobs import enqueue
from talkingpiece.protection.classes import Side
from talkingpiece.staffing.capacity.scenarios import play, to_json
from talkingpiece.staffing.models import Outlook
from talkingpiece.staffing.outlook import today_of

# What was asked for this long ago and is not there yet will not come: it may be asked for again.
GIVEN_UP_AFTER = timedelta(minutes=10)


@transaction.atomic
def ask_outlook(*, area: Area, by: User, at: datetime) -> Outlook:
    """The next months are played through beside everything else. Asked for twice at once, it is played once."""
    Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    running = Outlook.objects.filter(area=area, done_at__isnull=True, asked_at__gt=at - GIVEN_UP_AFTER).first()
    if running:
        return running
    outlook = Outlook.objects.create(area=area, asked_by=by, asked_at=at)
    enqueue("staffing.play_outlook", area_id=area.pk, outlook_id=outlook.pk)
    record("outlook.asked", by=by, about=outlook, at=at, side=Side.SERVICE)
    return outlook


def play_outlook(*, outlook_id: UUID) -> None:
    """Does nothing a second time."""
    outlook = Outlook.objects.select_related("area").get(pk=outlook_id)
    if outlook.done_at:
        return
    began = time.perf_counter()
    today = today_of(outlook.area, clock.now())
    outcomes = play(today.service, today.newcomer)
    outlook.grounds = [one.to_json() for one in today.grounds]
    outlook.outcomes = [to_json(one) for one in outcomes]
    outlook.seconds = time.perf_counter() - began
    outlook.done_at = clock.now()
    outlook.save(update_fields=["grounds", "outcomes", "seconds", "done_at"])
