from __future__ import annotations

from uuid import UUID

from talkingpiece.core import clock
from talkingpiece.core.jobs import job
from talkingpiece.records import services


@job("records.expire_list", why="a list that nobody took over is forgotten when its time is over")
def expire_list(*, area_id: UUID, list_id: str) -> None:
    services.expire_list(list_id=UUID(list_id), at=clock.now())
