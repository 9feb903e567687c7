from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import transaction

from talkingpiece.audit.anchors import write_anchor
from talkingpiece.audit.queries import all_areas
from talkingpiece.core import clock
from talkingpiece.core.jobs import periodic
from talkingpiece.protection.context import area_context


@periodic("audit.anchor", cron="23 * * * *", why="copies numbers and hashes; opens nothing")
def anchor() -> None:
    """Hourly: the head of every chain, signed, to storage that this host cannot overwrite."""
    for area_id in all_areas():
        with transaction.atomic(), area_context([area_id]):
            write_anchor(area_id=area_id, folder=Path(settings.TP_ANCHORS), at=clock.now())
