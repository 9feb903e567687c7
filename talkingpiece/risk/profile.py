"""What an area looks at before people communicate: a memory aid in plain words (practice.md §5.2), never a sum."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Self

from django.utils.translation import gettext_noop
from pydantic import BaseModel, ConfigDict, Field, model_validator

from talkingpiece.areas.profile import Section
from talkingpiece.cases.states import CompanionPart
from talkingpiece.risk.states import About
from talkingpiece.staffing.models import Level

# The assessment before anybody approaches the offender: what the victim can tell. Each other assessment carries the
# key of an approach of the profile and is of everybody whom that approach brings together. Both kinds are signed.
VICTIM_FIRST = "victim_first"
INTERPRETED = "process_interpreter"  # the factor that must be answered once somebody interprets


class Factor(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(max_length=40)
    about: About
    words: str  # a message id, shown through gettext
    required: bool = False


class Needs(BaseModel):
    """Which groups an assessment needs. An approach that is not named needs all of them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    approach: str = Field(max_length=30)
    groups: tuple[About, ...]


def _core(about: About, key: str, words: str) -> Factor:
    return Factor(key=key, about=about, words=words, required=True)


def _also(about: About, key: str, words: str) -> Factor:
    return Factor(key=key, about=about, words=words)


FACTORS: tuple[Factor, ...] = (
    _core(About.VICTIM, "victim_now", gettext_noop("How they are now: sleep, fear, what comes back")),
    _core(About.VICTIM, "victim_self_harm", gettext_noop("Thoughts of harming themselves")),
    _core(About.VICTIM, "victim_hopes", gettext_noop("A hope that only one outcome could meet")),
    _core(About.VICTIM, "victim_pressure", gettext_noop("Somebody who pushes them to take part, or to stay away")),
    _core(About.VICTIM, "victim_fear", gettext_noop("Whom or what they are still afraid of")),
    _also(About.VICTIM, "victim_care", gettext_noop("Therapy, treatment or medicine that this could disturb")),
    _also(About.VICTIM, "victim_ties", gettext_noop("Money, a home or children that tie them to the offender")),
    _also(About.VICTIM, "victim_dates", gettext_noop("Hard dates: anniversaries, hearings, holidays")),
    _also(About.VICTIM, "victim_attention", gettext_noop("Newspapers, social media, people who talk")),
    _also(About.VICTIM, "victim_others", gettext_noop("Others who were harmed, and what they want")),
    _also(About.VICTIM, "victim_anger", gettext_noop("A wish to hit back")),
    _core(About.OFFENDER, "offender_stance", gettext_noop("How far they say: I did this")),
    _core(About.OFFENDER, "offender_blame", gettext_noop("Making it smaller, or blaming the victim")),
    _core(About.OFFENDER, "offender_motive", gettext_noop("What they hope to gain: parole, a report, a relationship")),
    _core(About.OFFENDER, "offender_grudge", gettext_noop("A grudge against the victim or their family")),
    _core(About.OFFENDER, "offender_breaches", gettext_noop("Orders or conditions that they did not keep before")),
    _core(About.OFFENDER, "offender_interest", gettext_noop("Looking for the victim, or thinking of little else")),
    _core(About.OFFENDER, "offender_distress", gettext_noop("Despair, or thoughts of harming themselves")),
    _also(About.OFFENDER, "offender_pressure", gettext_noop("Charm, pressure or grooming")),
    _also(About.OFFENDER, "offender_violence", gettext_noop("Violence now, in prison or outside")),
    _also(About.OFFENDER, "offender_circle", gettext_noop("Gangs, debts, or friends who would make use of it")),
    _also(About.OFFENDER, "offender_follows", gettext_noop("Whether they can follow, and speak for themselves")),
    _also(About.OFFENDER, "offender_sober", gettext_noop("Drink, drugs or medicine on the day")),
    _core(About.RELATIONSHIP, "between_control", gettext_noop("One of them controls the other, or did")),
    _core(About.RELATIONSHIP, "between_contact", gettext_noop("Contact since then, also through others or online")),
    _core(About.RELATIONSHIP, "between_power", gettext_noop("A gap in age, strength, money or standing")),
    _also(About.RELATIONSHIP, "between_places", gettext_noop("Streets, shops, schools or a faith that they share")),
    _also(About.RELATIONSHIP, "between_honour", gettext_noop("A family or community that would punish speaking")),
    _also(About.RELATIONSHIP, "between_court", gettext_noop("Claims or hearings between them that still run")),
    _core(About.SUPPORTERS, "supporters_aims", gettext_noop("Who comes with whom, and what they want from it")),
    _core(About.SUPPORTERS, "supporters_guard", gettext_noop("A child, or an adult at risk, who would be there")),
    _also(About.SUPPORTERS, "supporters_past", gettext_noop("What lies between a supporter and the other side")),
    _also(About.SUPPORTERS, "supporters_weight", gettext_noop("One side’s supporters outweigh the other’s")),
    _also(About.SUPPORTERS, "supporters_state", gettext_noop("Drink, drugs or temper of a supporter")),
    _core(About.PROCESS, "process_team", gettext_noop("Facilitators: their skill, and whether they take no side")),
    _core(About.PROCESS, "process_timing", gettext_noop("Parole, an appeal, a release or another date close by")),
    _core(About.PROCESS, "process_place", gettext_noop("The room, ways in and out, a second room, somebody near")),
    _also(About.PROCESS, "process_numbers", gettext_noop("How many take part, and whether all can be heard")),
    _also(About.PROCESS, "process_interpreter", gettext_noop("An interpreter, and whom they know")),
    _also(About.PROCESS, "process_travel", gettext_noop("The way there and home, and who goes with them")),
    _also(About.PROCESS, "process_online", gettext_noop("Online: who else listens, recording, a lost line")),
    _core(About.AFTERMATH, "after_chance", gettext_noop("Meeting by chance afterwards")),
    _core(About.AFTERMATH, "after_release", gettext_noop("What changes with a release, or the end of a licence")),
    _core(About.AFTERMATH, "after_alone", gettext_noop("Each of them alone afterwards")),
    _also(About.AFTERMATH, "after_online", gettext_noop("Messages and posts afterwards")),
    _also(About.AFTERMATH, "after_promises", gettext_noop("Promises that are not kept")),
)

NEEDS: tuple[Needs, ...] = (
    Needs(approach=VICTIM_FIRST, groups=(About.VICTIM, About.RELATIONSHIP)),
    Needs(approach="conference", groups=tuple(About)),
    # Nobody responsible sits in it, and nothing is asked of them.
    Needs(approach="healing_circle", groups=(About.VICTIM, About.SUPPORTERS, About.PROCESS, About.AFTERMATH)),
)


class Risk(Section):
    KEY: ClassVar[str] = "risk"
    factors: tuple[Factor, ...] = FACTORS
    needs: tuple[Needs, ...] = NEEDS
    weeks_valid: int = Field(default=12, ge=1, le=12)  # practice.md §5.2: shorter where an area wants it, not longer
    # [D] Working days: for a supervisor's answer to a red flag, and for whoever goes on after it.
    flag_answer_days: int = Field(default=1, ge=0, le=1)
    go_on_days: int = 2
    sensitive_level: Level = Level.ADVANCED  # of whoever assesses a sensitive and complex case (practice.md §5.4)

    @model_validator(mode="after")
    def _core_stays(self) -> Self:
        """Every assessment asks about the victim, and each of its groups has something that must be answered."""
        keys = [factor.key for factor in self.factors]
        if len(keys) != len(set(keys)):
            raise ValueError("A factor is there twice.")
        for needs in self.needs:
            if About.VICTIM not in needs.groups:
                raise ValueError(f"{needs.approach} does not ask about the victim.")
        for about in About:
            if not any(factor.required for factor in self.group(about)):
                raise ValueError(f"Nothing must be answered about {about}.")
        return self

    def group(self, about: str) -> tuple[Factor, ...]:
        return tuple(factor for factor in self.factors if factor.about == about)

    def asked(self, about: str, beside: Iterable[str]) -> tuple[Factor, ...]:
        """The factors of a group, as they are to be looked at with these parts (cases.states.CompanionPart) beside the
        victim or the offender: nobody is let interpret whom nobody looked at."""
        interpreted = CompanionPart.INTERPRETER in set(beside)
        return tuple(
            factor.model_copy(update={"required": True}) if interpreted and factor.key == INTERPRETED else factor
            for factor in self.group(about)
        )

    def groups(self, approach: str) -> tuple[About, ...]:
        """In the order in which people look at them."""
        named = next((needs.groups for needs in self.needs if needs.approach == approach), tuple(About))
        return tuple(about for about in About if about in named)

    def factors_of(self, approach: str) -> tuple[Factor, ...]:
        return tuple(factor for about in self.groups(approach) for factor in self.group(about))

    def required(self, approach: str) -> tuple[Factor, ...]:
        return tuple(factor for factor in self.factors_of(approach) if factor.required)

    def factor(self, key: str) -> Factor:
        """Raises KeyError for a factor that the area does not ask."""
        for found in self.factors:
            if found.key == key:
                return found
        raise KeyError(key)
