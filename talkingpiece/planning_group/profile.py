"""What an area's planning group looks at, step by step, and what it needs before anybody meets."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import model_validator

from talkingpiece.areas.profile import Section
from talkingpiece.planning_group.checklist import MODEL, STEPS, ChecklistItem

BEFORE_MEETINGS = range(1, 6)  # steps 1 to 5 come before the first meeting


class PlanningGroup(Section):
    KEY: ClassVar[str] = "planning_group"
    items: tuple[ChecklistItem, ...] = MODEL

    @model_validator(mode="after")
    def _nothing_opens_by_itself(self) -> Self:
        keys = [item.key for item in self.items]
        if len(keys) != len(set(keys)):
            raise ValueError("An item of the checklist is there twice.")
        for step in BEFORE_MEETINGS:
            if not any(item.before_meetings for item in self.of_step(step)):
                raise ValueError(f"Step {step} asks for nothing before meetings.")
        if any(item.before_meetings and item.step not in BEFORE_MEETINGS for item in self.items):
            raise ValueError("Only steps 1 to 5 come before the first meeting.")
        return self

    def of_step(self, step: int) -> tuple[ChecklistItem, ...]:
        return tuple(item for item in self.items if item.step == step)

    def item(self, key: str) -> ChecklistItem:
        """Raises KeyError for an item that the area does not ask for."""
        for found in self.items:
            if found.key == key:
                return found
        raise KeyError(key)


__all__ = ["BEFORE_MEETINGS", "STEPS", "ChecklistItem", "PlanningGroup"]
