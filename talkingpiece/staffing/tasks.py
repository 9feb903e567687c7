from __future__ import annotations

from uuid import UUID

from talkingpiece.core.jobs import job
from talkingpiece.staffing.services import outlook


@job("staffing.play_outlook", why="somebody asked how the next months may go; reads counts of the area, writes numbers")
def play_outlook(*, area_id: UUID, outlook_id: str) -> None:
    outlook.play_outlook(outlook_id=UUID(outlook_id))
