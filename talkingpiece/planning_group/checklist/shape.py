"""What an item of the checklist is made of."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from talkingpiece.areas.models import AgencyKind
from talkingpiece.planning_group.states import Source
from talkingpiece.staffing.models import Level


class ChecklistItem(BaseModel):
    """`words`, `why` and `who` are message ids. `before_meetings`: without it the area is not opened."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(min_length=1, max_length=40, pattern=r"^[a-z_]+$")
    step: int = Field(ge=1, le=8)
    words: str = Field(min_length=1)
    why: str = ""
    who: str = ""
    before_meetings: bool = False
    source: Source = Source.BY_HAND
    agencies: tuple[AgencyKind, ...] = ()  # for agreements: with one agency of these kinds
    level: Level = Level.INTERMEDIATE  # for facilitators
    number: int = Field(default=1, ge=1)


MANAGER, COORDINATOR = _("The scheme manager"), _("The coordinator")
SUPERVISOR, GROUP = _("The case supervisor"), _("The planning group, at a sitting")


def first(
    step: int, key: str, words: str, why: str, who: str, source: Source = Source.BY_HAND, **m: Any
) -> ChecklistItem:
    return also(step, key, words, why, who, source, before_meetings=True, **m)


def also(
    step: int, key: str, words: str, why: str, who: str, source: Source = Source.BY_HAND, **m: Any
) -> ChecklistItem:
    return ChecklistItem(step=step, key=key, words=words, why=why, who=who, source=source, **m)
