from __future__ import annotations

from uuid import UUID

from django.db import transaction

from talkingpiece.audit.queries import all_areas
from talkingpiece.core import clock
from talkingpiece.core.jobs import job, periodic
from talkingpiece.identification import services
from talkingpiece.protection.context import area_context


@job("identification.expire_extract", why="a list that nobody took in is destroyed when its time is over")
def expire_extract(*, area_id: UUID, extract_id: str) -> None:
    services.expire_extract(extract_id=UUID(extract_id), at=clock.now())


@job("identification.expire_rows", why="rows of an agency's list are deleted when their time is over")
def expire_rows(*, area_id: UUID, extract_id: str) -> None:
    services.expire_rows(extract_id=UUID(extract_id), at=clock.now())


@job("identification.screen", why="rows of lists are held against the area's rules when one of both has changed")
def screen(*, area_id: UUID) -> None:
    services.screen_area(area_id=area_id, at=clock.now())


@periodic("identification.screen_daily", cron="40 4 * * *", why="time runs: days that are left, rules, agreements")
def screen_daily() -> None:
    for area_id in all_areas():
        with transaction.atomic(), area_context([area_id]):
            services.ask_to_screen(area_id)
