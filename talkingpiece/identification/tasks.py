from __future__ import annotations

from uuid import UUID

from talkingpiece.core import clock
from talkingpiece.core.jobs import job
from talkingpiece.identification import services


@job("identification.expire_extract", why="a list that nobody took in is destroyed when its time is over")
def expire_extract(*, area_id: UUID, extract_id: str) -> None:
    services.expire_extract(extract_id=UUID(extract_id), at=clock.now())


@job("identification.expire_rows", why="rows of an agency's list are deleted when their time is over")
def expire_rows(*, area_id: UUID, extract_id: str) -> None:
    services.expire_rows(extract_id=UUID(extract_id), at=clock.now())
