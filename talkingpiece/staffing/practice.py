"""What an area asks of its facilitators beside supervision (identification-staffing-evaluation.md §2)."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from talkingpiece.areas.profile import Section
from talkingpiece.staffing.models import Level


class Learning(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    level: Level
    hours: float = Field(ge=0)


class Practice(Section):
    """Both numbers of the model are those of the practitioner code of practice."""

    KEY: ClassVar[str] = "practice"
    observed_a_year: int = Field(default=1, ge=0)
    learning: tuple[Learning, ...] = (  # hours within a year
        Learning(level=Level.FOUNDATION, hours=6),
        Learning(level=Level.INTERMEDIATE, hours=12),
        Learning(level=Level.ADVANCED, hours=16),
    )
    warn_days: int = Field(default=28, ge=0)  # [D] somebody hears this long before that a clock runs out

    def hours_of_learning(self, level: str) -> float:
        """0 for a level of which the area asks none."""
        return next((line.hours for line in self.learning if line.level == level), 0)
