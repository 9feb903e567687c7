"""When the victim is asked how far their needs were met ([D], practice.md §4)."""

from __future__ import annotations

from typing import ClassVar

from talkingpiece.areas.profile import Section


class Evaluation(Section):
    KEY: ClassVar[str] = "evaluation"
    ask_after_weeks: int = 6  # after a meeting was held, or after the ending of a case without one
