from __future__ import annotations

from uuid import UUID

from talkingpiece.core import clock
from talkingpiece.core.jobs import job
from talkingpiece.notifications import services


@job("notifications.send", why="every message passes the gate of contact again at the moment it is sent")
def send(*, area_id: UUID, message_id: str, then: str = "") -> None:
    services.send_message(message_id=UUID(message_id), at=clock.now(), then=then)
