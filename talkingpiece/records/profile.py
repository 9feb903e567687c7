from __future__ import annotations

from typing import ClassVar

from talkingpiece.areas.profile import Section


class Records(Section):
    """How long an unfinished list is kept, and how much of one falls due on a day ([D])."""

    KEY: ClassVar[str] = "records"
    list_days: int = 14
    reconfirm_each_day: int = 4
