"""`ensure`: the area, its people and the stories written by hand, in one transaction or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from talkingpiece.demo import ridgeway as area
from talkingpiece.demo.calendar import Calendar
from talkingpiece.demo.live import live
from talkingpiece.demo.stories import AT_THE_DOOR, TOGETHER, TWELVE, WORKING_DAY
from talkingpiece.demo.telling import Story
from talkingpiece.protection.keys import forget_keys

# What rooms above add once all stories are told.
AFTERWARDS: list[Callable[[area.Ridgeway, datetime], None]] = []


class NotHere(RuntimeError):
    """A real service has no invented cases."""


def refuse_in_a_real_service() -> None:
    if settings.TP_MODE not in {"demo", "test", "development"}:
        raise NotHere("Invented cases are made in a practice service only.")


@contextmanager
def alone() -> Iterator[None]:
    """One transaction, and nobody else making the demo until it ends."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext('talkingpiece.demo'))")
            yield
    finally:
        forget_keys()


def ensure(now: datetime) -> bool:
    """Whether anything had to be made. Raises NotHere."""
    refuse_in_a_real_service()
    with alone():
        if area.find() is not None:
            return False
        days = Calendar(now)
        ridgeway = area.build(days)
        tales = [tell(Story(ridgeway, days)) for tell in (*TWELVE, *TOGETHER, *WORKING_DAY, *AT_THE_DOOR)]
        live(tales, now=now)
        for more in AFTERWARDS:
            more(ridgeway, now)
    return True
