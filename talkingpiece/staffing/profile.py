"""Which level of facilitator a case needs (practice.md §5.4, levels of practitioner registration)."""

from __future__ import annotations

import re
from typing import ClassVar, Self

from django.utils.translation import gettext_noop
from pydantic import BaseModel, ConfigDict, Field, model_validator

from talkingpiece.areas.profile import Section
from talkingpiece.cases.states import Complexity, MemberRole, OffenceCategory
from talkingpiece.staffing.models import Level

_MODULE = re.compile(r"M\d{1,2}")
# From the first to the highest; whoever has a level can do what the levels before it can.
LEVELS: tuple[Level, ...] = (Level.FOUNDATION, Level.INTERMEDIATE, Level.ADVANCED)


class Needed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    complexity: Complexity
    to_lead: Level
    to_join: Level  # as co-facilitator
    modules: tuple[str, ...] = ()  # of the training pack, that have to count for whoever leads


class Competence(BaseModel):
    """Something that has to be learnt before cases of some kinds are led."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    name: str  # a message id
    categories: tuple[OffenceCategory, ...]
    modules: tuple[str, ...] = ()  # as above


class Weights(BaseModel):
    """What speaks for somebody, in points of a plan. Our own defaults [D]: they order, and never decide."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    placed: int = 400  # that a case is taken at all
    joined: int = 120
    waiting_day: int = 2  # for each day that it waits, up to 120
    knows_victim: int = 200
    language: int = 160
    interpreter: int = -120
    wished: int = 70  # somebody of the gender that they wish for, where they do not insist
    near: int = 30  # works in that district by name
    spare: int = 60  # somebody who carries nothing yet; in proportion
    above: int = -35  # for each level beyond what is needed, so that it is there for whoever needs it
    learns: int = 40  # a beginner who joins
    module: int = -50  # for each module that does not count, where that forbids nothing


class Staffing(Section):
    KEY: ClassVar[str] = "staffing"
    levels: tuple[Needed, ...] = (
        Needed(complexity=Complexity.STANDARD, to_lead=Level.INTERMEDIATE, to_join=Level.FOUNDATION),
        Needed(complexity=Complexity.SENSITIVE, to_lead=Level.ADVANCED, to_join=Level.INTERMEDIATE),
    )
    # [D] Points of a facilitator's capacity that a case takes of whoever leads it; whoever joins gives so much of it.
    points: dict[Complexity, int] = {Complexity.STANDARD: 1, Complexity.SENSITIVE: 2}
    join_share: float = Field(default=0.6, gt=0, le=1)
    two_for: tuple[Complexity, ...] = (Complexity.SENSITIVE,)
    # [GK] Which cases only somebody leads who has learnt how.
    competences: tuple[Competence, ...] = (
        Competence(key="sexual_harm", name=gettext_noop("Sexual harm"), categories=(OffenceCategory.SEXUAL,)),
        Competence(key="domestic_abuse", name=gettext_noop("Domestic abuse"), categories=(OffenceCategory.DOMESTIC,)),
        Competence(key="homicide", name=gettext_noop("Homicide"), categories=(OffenceCategory.HOMICIDE,)),
        Competence(key="hate_crime", name=gettext_noop("Hate crime"), categories=(OffenceCategory.HATE,)),
    )
    # [D] Somebody for whom a module does not count, or no more, may still be offered a case; where true, may not.
    modules_forbid: bool = False
    # Where people can travel from and to, in the area's own words. Empty: nobody asks.
    districts: tuple[str, ...] = ()
    # Names of prisons that let in only whom they cleared themselves.
    prisons_that_clear: tuple[str, ...] = ()
    weights: Weights = Weights()
    # [D] A case supervision is due this often; its date is set with each one.
    supervision_weeks: int = 12

    @model_validator(mode="after")
    def _every_case_has_its_level(self) -> Self:
        asked = [one for line in self.levels for one in line.modules]
        asked += [one for line in self.competences for one in line.modules]
        if not all(_MODULE.fullmatch(one) for one in asked):
            raise ValueError("A module is named as M3 is.")
        for complexity in Complexity:
            self.needed(complexity, MemberRole.OWNER)
            if self.points.get(complexity, 0) < 1:
                raise ValueError(f"No points are given for {complexity} cases.")
        return self

    def points_of(self, complexity: str, role: str) -> int:
        """Whole points, at least one."""
        whole = self.points[Complexity(complexity)]
        return whole if role == MemberRole.OWNER else max(1, round(whole * self.join_share))

    def competence_for(self, category: str) -> Competence | None:
        return next((one for one in self.competences if category in one.categories), None)

    def modules_for(self, complexity: str, category: str) -> tuple[str, ...]:
        """What whoever leads such a case has to have learnt so that it counts today, in the order of the pack."""
        learnt = self.competence_for(category)
        named = {one for line in self.levels if line.complexity == complexity for one in line.modules}
        return tuple(sorted(named | set(learnt.modules if learnt else ()), key=lambda one: int(one[1:])))

    def needed(self, complexity: str, role: str) -> Level:
        """Raises ValueError for a complexity of which the area says nothing."""
        for line in self.levels:
            if line.complexity == complexity:
                return line.to_lead if role == MemberRole.OWNER else line.to_join
        raise ValueError(f"No level is given for {complexity} cases.")


def reaches(level: str, needed: str) -> bool:
    return LEVELS.index(Level(level)) >= LEVELS.index(Level(needed))
