from __future__ import annotations

from uuid import UUID

from talkingpiece.core import clock
from talkingpiece.core.jobs import job
from talkingpiece.engagement import services


@job("engagement.look_for", why="whoever is out is looked for at the minute that they named themselves")
def look_for(*, area_id: UUID, visit_id: str) -> None:
    """Is whoever went out home by now? A visit that was moved, held or cancelled meanwhile answers for itself."""
    services.raise_call_out(visit_id=UUID(visit_id), by=None, at=clock.now())
