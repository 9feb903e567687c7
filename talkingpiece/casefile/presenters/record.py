"""What has happened: every room's entries in one line, the newest first."""

from __future__ import annotations

from talkingpiece.cases.models import Case
from talkingpiece.core.timeline import Entry

ROOMS = ("cases",)


def record_of(case: Case) -> list[Entry]:
    found: list[Entry] = []
    return found
