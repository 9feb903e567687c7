"""One thing that happened, as each room tells it to the page that shows the whole case."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from talkingpiece.core.blockers import Text
from talkingpiece.protection.classes import Side


@dataclass(frozen=True)
class Entry:
    """`fact` names the row ("room.Model") if it can be marked as entered in error. `at` is the world's clock,
    `recorded_at` the record's."""

    at: datetime
    title: Text
    side: Side
    words: Text = ""
    by: str = ""
    fact: str = ""
    fact_id: UUID | None = None
    error_why: str = ""
    vaguely: str = "exact"
    links: tuple[tuple[str, Text], ...] = field(default=())
    recorded_at: datetime | None = None
