from __future__ import annotations

from uuid import UUID

from talkingpiece.accounts.acts import Act
from talkingpiece.casefile import services
from talkingpiece.core import clock
from talkingpiece.core.jobs import job


@job("casefile.write_case_list", act=Act.CASE_EXPORT)
def write_case_list(*, area_id: UUID, file_id: str) -> None:
    services.write_case_list(file_id=UUID(file_id), at=clock.now())
