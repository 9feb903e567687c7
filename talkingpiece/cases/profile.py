"""The approaches of an area: data, not code. A new one is an entry here and templates of words."""

from __future__ import annotations

from typing import ClassVar, Literal

from django.utils.translation import gettext_noop
from pydantic import BaseModel, ConfigDict

from talkingpiece.areas.profile import Section


class ApproachDef(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    name: str  # a message id: shown through gettext
    explained: str  # one sentence for both sides
    mode: Literal["direct", "indirect", "without_offender"]
    parts: tuple[str, ...]  # who must take part: meetings.models.Part


CONFERENCE = ApproachDef(
    key="conference",
    name=gettext_noop("Face-to-face conference"),
    explained=gettext_noop("You meet in one room, with two facilitators. You both know beforehand who will be there."),
    mode="direct",
    parts=("victim", "offender"),
)


class Approaches(Section):
    KEY: ClassVar[str] = "approaches"
    approaches: tuple[ApproachDef, ...] = (CONFERENCE,)
    # Offence categories that are handled as sensitive and complex from the start (practice.md §5.4).
    sensitive_offences: tuple[str, ...] = ("sexual", "domestic", "stalking", "homicide", "hate")

    def approach(self, key: str) -> ApproachDef:
        """Raises KeyError for an approach that the area does not offer."""
        for found in self.approaches:
            if found.key == key:
                return found
        raise KeyError(key)
