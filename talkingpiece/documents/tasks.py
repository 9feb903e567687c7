from __future__ import annotations

from uuid import UUID

from talkingpiece.core import clock
from talkingpiece.core.jobs import job
from talkingpiece.documents import services


@job("documents.lapse_file", why="what was prepared for somebody lapses when its time is over")
def lapse_file(*, area_id: UUID, file_id: str) -> None:
    services.lapse_file(file_id=UUID(file_id), at=clock.now())
