from __future__ import annotations

from uuid import UUID

from talkingpiece.cases import services
from talkingpiece.core import clock
from talkingpiece.core.jobs import job


@job("cases.check_paper", why="looks a paper through that somebody brought in; opens it to nobody")
def check_paper(*, area_id: UUID, paper_id: str) -> None:
    services.check_paper(paper_id=UUID(paper_id), at=clock.now())
