"""When the victim is asked how far their needs were met ([D], practice.md §4), and when a year of figures begins."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from talkingpiece.areas.profile import Section


class Evaluation(Section):
    KEY: ClassVar[str] = "evaluation"
    ask_after_weeks: int = 6  # after a meeting was held, or after the ending of a case without one
    year_begins_in_quarter: int = Field(default=2, ge=1, le=4)  # April: the year of those who pay for services
