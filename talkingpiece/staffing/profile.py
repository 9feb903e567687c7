"""Which level of facilitator a case needs (practice.md §5.4, levels of practitioner registration)."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, model_validator

from talkingpiece.areas.profile import Section
from talkingpiece.cases.states import Complexity, MemberRole
from talkingpiece.staffing.models import Level

# From the first to the highest; whoever has a level can do what the levels before it can.
LEVELS: tuple[Level, ...] = (Level.FOUNDATION, Level.INTERMEDIATE, Level.ADVANCED)


class Needed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    complexity: Complexity
    to_lead: Level
    to_join: Level  # as co-facilitator


class Staffing(Section):
    KEY: ClassVar[str] = "staffing"
    levels: tuple[Needed, ...] = (
        Needed(complexity=Complexity.STANDARD, to_lead=Level.INTERMEDIATE, to_join=Level.FOUNDATION),
        Needed(complexity=Complexity.SENSITIVE, to_lead=Level.ADVANCED, to_join=Level.INTERMEDIATE),
    )
    # [D] A case supervision is due this often; its date is set with each one.
    supervision_weeks: int = 12

    @model_validator(mode="after")
    def _every_case_has_its_level(self) -> Self:
        for complexity in Complexity:
            self.needed(complexity, MemberRole.OWNER)
        return self

    def needed(self, complexity: str, role: str) -> Level:
        """Raises ValueError for a complexity of which the area says nothing."""
        for line in self.levels:
            if line.complexity == complexity:
                return line.to_lead if role == MemberRole.OWNER else line.to_join
        raise ValueError(f"No level is given for {complexity} cases.")


def reaches(level: str, needed: str) -> bool:
    return LEVELS.index(Level(level)) >= LEVELS.index(Level(needed))
