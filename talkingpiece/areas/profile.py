"""The mechanism of the profile, and this room's own section: what the service promises."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A room's part of the area profile. Defaults are the model; an area's document states only its differences."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    KEY: ClassVar[str]


class Promises(Section):
    """What the service promises, in working days unless said otherwise ([D], practice.md §3.0)."""

    KEY: ClassVar[str] = "promises"
    acknowledge: int = 2
    first_contact: int = 5
    first_meeting: int = 15
    agency_answer: int = 10
    hand_over_answer: int = 2
    sign_off: int = 3
    victim_update_days: int = 28
    after_meeting: int = 2
    warn_before: int = 2  # a promise stands on somebody's desk this long before it would be missed


def merged(differences: dict[str, Any], section: type[Section]) -> Section:
    return section.model_validate(differences.get(section.KEY, {}))
