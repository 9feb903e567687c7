"""When everybody is asked again before a meeting, and how it goes afterwards ([D], practice.md §3.3, §7.6)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from talkingpiece.areas.profile import Section


class CheckRule(BaseModel):
    """`days_before` is when it falls due; `from_days` how early it may be done and still count, over a weekend."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str  # meetings.models.CheckKind
    days_before: int
    from_days: int

    def due_on(self, meeting_on: date) -> date:
        return meeting_on - timedelta(days=self.days_before)

    def counts_from(self, meeting_on: date) -> date:
        return meeting_on - timedelta(days=self.from_days)


class Meetings(Section):
    KEY: ClassVar[str] = "meetings"
    checks: tuple[CheckRule, ...] = (
        CheckRule(kind="seven_days", days_before=7, from_days=9),
        CheckRule(kind="day_before", days_before=1, from_days=3),
        CheckRule(kind="on_the_day", days_before=0, from_days=0),
    )
    legal_check_days: int = 7  # how old the legal-contact check may be when a meeting begins
    two_facilitators_if_sensitive: bool = True
    follow_up_days: tuple[int, ...] = (14, 42, 91, 182)  # after the meeting
    item_asked_after_days: int = 7  # after the day by which something agreed was due
