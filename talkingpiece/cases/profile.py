"""The approaches of an area: data, not code. A new one is an entry here and templates of words."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from django.utils.translation import gettext_noop
from pydantic import BaseModel, ConfigDict, Field, model_validator

from talkingpiece.areas.profile import Section
from talkingpiece.cases.states import ClosureReason

# Whoever comes beside somebody, in any approach that does not say otherwise.
BESIDE = ("supporter", "interpreter", "representative", "family")


class _Def(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Leading(_Def):
    """What those who lead are called (message ids), and how few of them are enough."""

    lead: str = gettext_noop("Leads")
    second: str = gettext_noop("Facilitates with them")
    fewest: int = Field(default=1, ge=1, le=2)


class Purpose(_Def):
    """What a meeting of this approach can be for, and who else may sit in it then."""

    key: str = Field(max_length=20)
    name: str
    adds: tuple[str, ...] = ()


class RoundDef(_Def):
    """One part of the way through a meeting: a guide for whoever leads, never enforced."""

    kind: str  # meetings.models.RoundKind
    prompt: str  # a message id
    minutes: int = 0


class ApproachDef(_Def):
    key: str = Field(max_length=30)
    name: str  # a message id: shown through gettext
    explained: str  # one sentence for both sides
    mode: Literal["direct", "indirect", "without_offender"]
    parts: tuple[str, ...]  # who must take part: meetings.models.Part
    may: tuple[str, ...] = BESIDE  # who else may
    # Whose own choice of this way is asked by itself; empty: those who must take part. Everybody else chooses it with
    # their yes to the date, in which it is named.
    chosen_by: tuple[str, ...] = ()
    leading: Leading = Leading()
    purposes: tuple[Purpose, ...] = ()
    ring: bool = False  # they sit in a ring, and a talking piece goes round
    open_to_cases: bool = False  # victims of other cases may be brought in, each by a worker of their own case
    rounds: tuple[RoundDef, ...] = ()
    checks: tuple[str, ...] = ()  # meetings.models.CheckKind; empty: all of the area's
    outcome: str = gettext_noop("What they agreed")
    held: str = gettext_noop("They met on %(day)s.")
    ends: str = ClosureReason.COMPLETED_DIRECT  # how a case ends for which one was held

    @property
    def choosers(self) -> tuple[str, ...]:
        return self.chosen_by or self.parts

    @property
    def without_offender(self) -> bool:
        return self.mode == "without_offender"

    def allowed(self, purpose: str = "") -> tuple[str, ...]:
        """The parts that somebody may have in it."""
        added = [part for one in self.purposes if one.key == purpose for part in one.adds]
        return (*self.parts, *self.may, *added)

    @model_validator(mode="after")
    def _without_means_without(self) -> Self:
        """Nobody is looked at as an offender where no offender is asked: then none may sit there for any purpose."""
        everywhere = {part for one in ("", *(p.key for p in self.purposes)) for part in self.allowed(one)}
        if self.without_offender and "offender" in everywhere:
            raise ValueError(f"{self.key} is without the offender, and seats one.")
        return self


CONFERENCE = ApproachDef(
    key="conference",
    name=gettext_noop("Face-to-face conference"),
    explained=gettext_noop("You meet in one room, with two facilitators. You both know beforehand who will be there."),
    mode="direct",
    parts=("victim", "offender"),
    # practice.md §7.1, in our own words. Who speaks first is the victim's choice.
    rounds=(
        RoundDef(kind="part", prompt=gettext_noop("Welcome: who is here, what it is for, and that anybody may stop")),
        RoundDef(kind="part", prompt=gettext_noop("What happened, and what was in their mind then and since")),
        RoundDef(kind="part", prompt=gettext_noop("How it was to be harmed, and the hardest part")),
        RoundDef(kind="part", prompt=gettext_noop("Those who came with the person who was harmed")),
        RoundDef(kind="part", prompt=gettext_noop("Those who came with the person responsible")),
        RoundDef(kind="part", prompt=gettext_noop("An answer to what was heard, if there is one")),
        RoundDef(kind="part", prompt=gettext_noop("What is needed now, and who could do it")),
        RoundDef(kind="part", prompt=gettext_noop("Closing, and time to stand together or apart")),
    ),
)

HEALING_CIRCLE = ApproachDef(
    key="healing_circle",
    name=gettext_noop("Healing circle"),
    explained=gettext_noop(
        "You sit in a circle with people who stand by you. Whoever holds the talking piece speaks; the others listen."
    ),
    mode="without_offender",
    parts=("victim",),
    may=(*BESIDE, "community", "keeper"),
    leading=Leading(lead=gettext_noop("Keeper"), second=gettext_noop("Second keeper")),
    purposes=(
        Purpose(key="support", name=gettext_noop("To stand by somebody who was harmed")),
        Purpose(
            key="surrogates",
            name=gettext_noop("To speak with people who harmed others, not with the one who harmed them"),
            adds=("surrogate",),
        ),
    ),
    ring=True,
    open_to_cases=True,
    # practice.md §7.2, in our own words.
    rounds=(
        RoundDef(kind="opening", prompt=gettext_noop("A lamp, a poem, a minute of quiet: as they wish"), minutes=5),
        RoundDef(kind="check_in", prompt=gettext_noop("How do you come here today?"), minutes=15),
        RoundDef(kind="values", prompt=gettext_noop("What do you need from us, to speak freely?"), minutes=15),
        RoundDef(kind="story", prompt=gettext_noop("Where were you, and what has stayed with you?"), minutes=30),
        RoundDef(kind="story", prompt=gettext_noop("What is different now? What is the hardest part?"), minutes=30),
        RoundDef(kind="needs", prompt=gettext_noop("What could make one day this month easier?"), minutes=25),
        RoundDef(kind="plan", prompt=gettext_noop("What will somebody do, and by when?"), minutes=15),
        RoundDef(kind="check_out", prompt=gettext_noop("How do you leave?"), minutes=10),
        RoundDef(kind="closing", prompt=gettext_noop("Thank everybody. Put the piece back in the middle."), minutes=5),
    ),
    outcome=gettext_noop("The plan they made"),
    held=gettext_noop("The circle was held on %(day)s."),
    ends=ClosureReason.COMPLETED_CIRCLE,
)


class Reveals(Section):
    """How many sealed things a worker uncovers in a day, besides numbers that are safe now ([D], security.md)."""

    KEY: ClassVar[str] = "reveals"
    a_day: int = Field(default=20, ge=1)
    more: int = Field(default=20, ge=1)  # what one act of whoever answers for the work adds, for that day


class Approaches(Section):
    KEY: ClassVar[str] = "approaches"
    approaches: tuple[ApproachDef, ...] = (CONFERENCE, HEALING_CIRCLE)
    # Offence categories that are handled as sensitive and complex from the start (practice.md §5.4).
    sensitive_offences: tuple[str, ...] = ("sexual", "domestic", "stalking", "homicide", "hate")

    def approach(self, key: str) -> ApproachDef:
        """Raises KeyError for an approach that the area does not offer."""
        for found in self.approaches:
            if found.key == key:
                return found
        raise KeyError(key)

    @property
    def without_offender(self) -> tuple[ApproachDef, ...]:
        return tuple(found for found in self.approaches if found.without_offender)


class Emergency(Section):
    """Opening a case that is not one's own ([D]; security.md R-ACC-6)."""

    KEY: ClassVar[str] = "emergency"
    minutes: int = Field(default=60, ge=5, le=240)
    least_words: int = 30  # characters: a ground is said in a sentence
    review_days: int = 2  # working days in which somebody looks at it
    blocks_after_days: int = 5  # days; then whoever opened it opens no other
