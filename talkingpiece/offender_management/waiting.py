"""What a system tells us is answered before anybody looks whom it is about: the same words after the same work."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.core.jobs import enqueue
from talkingpiece.core.links import token_digest
from talkingpiece.offender_management.inbound import receive_event, understood
from talkingpiece.offender_management.models import WaitingEvent
from talkingpiece.protection.keys import destroy_data_key, make_data_key


@transaction.atomic
def keep_waiting(*, event: Any, name: str, area_id: UUID, by: User, at: datetime) -> None:
    """Raises Malformed for what is not shaped like an event. `name`: how its sender calls it, and who that is."""
    understood(event, at)
    row = WaitingEvent(
        area_id=area_id, key=make_data_key(area_id), event=event, name=token_digest(name), received_at=at, by=by
    )
    row.save()
    enqueue("offender_management.take_in", area_id=area_id, event_id=row.pk)


@transaction.atomic
def take_in_waiting(*, event_id: UUID, at: datetime) -> None:
    """Twice is once. Whatever became of it, nothing of the message is left."""
    row = (
        WaitingEvent.objects.select_for_update(no_key=True, of=("self",))
        .select_related("by")
        .filter(pk=event_id)
        .first()
    )
    if row is None:
        return
    receive_event(row.event, area_id=row.area_id, by=row.by, at=max(at, row.received_at), event_id=row.name)
    row.delete()
    destroy_data_key(row.key_id, at=at)
