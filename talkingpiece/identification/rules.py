"""Rules that keep a row out or ask for care, as data: an area changes them, gives a reason, and a day of review.

Those that an area cannot switch off, and their order, are in `screening`. Whom the service can help at all is said
once, by the remit (`referrals.profile.Remit`), and asked here too.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from django.utils.translation import gettext_noop
from pydantic import BaseModel, ConfigDict, Field, model_validator

FactName = Literal[
    "victim",
    "wish",
    "scheme",
    "proceedings",
    "responsibility",
    "orders",
    "offence",
    "age",
    "flags",
    "restricted",
    "interpreter",
    "days_left",
    "days_since",
]
# Of the offender, or of how grave it was: it says who should work on it, and never that a victim is not asked.
NEVER_EXCLUDES = frozenset({"offence", "flags", "restricted", "interpreter", "responsibility"})


class Condition(BaseModel):
    """True if the fact is one of `any_of`, or a number within the bounds. A fact that nobody knows is neither."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fact: FactName
    any_of: tuple[str, ...] = ()
    at_least: int | None = None
    at_most: int | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not self.any_of and self.at_least is None and self.at_most is None:
            raise ValueError(f"The condition on {self.fact} asks nothing.")
        return self


class ScreenRule(BaseModel):
    """`reason` and `remedy` are message ids."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z_]{1,40}$")
    effect: Literal["exclude", "caution"]
    when: tuple[Condition, ...] = Field(min_length=1)
    reason: str = Field(min_length=1)
    remedy: str = ""
    review_on: date

    @model_validator(mode="after")
    def _excludes_for_no_wrong_reason(self) -> Self:
        wrong = {one.fact for one in self.when} & NEVER_EXCLUDES
        if self.effect == "exclude" and wrong:
            raise ValueError(f"{self.id}: {', '.join(sorted(wrong))} may ask for care, but keep no victim from it.")
        return self


_REVIEW = date(2027, 11, 1)


def _caution(id: str, fact: FactName, any_of: tuple[str, ...], reason: str, remedy: str = "") -> ScreenRule:
    condition = Condition(fact=fact, any_of=any_of)
    return ScreenRule(id=id, effect="caution", when=(condition,), reason=reason, remedy=remedy, review_on=_REVIEW)


MODEL_RULES: tuple[ScreenRule, ...] = (
    ScreenRule(
        id="victim_died",
        effect="exclude",
        when=(Condition(fact="victim", any_of=("deceased",)),),
        reason=gettext_noop("The person who was harmed has died, and no family is named."),
        remedy=gettext_noop("If a family is bereaved, whoever knows them names them in the next list."),
        review_on=_REVIEW,
    ),
    _caution(
        "confiscation_open",
        "proceedings",
        ("confiscation",),
        gettext_noop("A confiscation is still open. What is said meanwhile may matter to it."),
        gettext_noop("Ask the officer in the case what may be talked about before it is over."),
    ),
    _caution(
        "order_restricts",
        "orders",
        ("yes",),
        gettext_noop(
            "An order restricts contact. It keeps nobody from being asked; it is checked before any approach."
        ),
    ),
    _caution(
        "denies",
        "responsibility",
        ("none",),
        gettext_noop("The offender denies it. There are ways without the offender, such as a healing circle."),
    ),
    _caution(
        "sensitive",
        "offence",
        ("sexual", "domestic", "stalking", "homicide", "hate"),
        gettext_noop("Sensitive and complex: an experienced facilitator, and a supervisor from the beginning."),
    ),
    _caution("mappa", "flags", ("MAPP",), gettext_noop("Under multi-agency public protection.")),
    _caution("high_risk", "flags", ("RHRH", "RVHR"), gettext_noop("Assessed as a high risk of serious harm.")),
    _caution("child_concern", "flags", ("RCCO", "RCPR"), gettext_noop("A concern for a child is registered.")),
    _caution("vulnerable_adult", "flags", ("RVAD",), gettext_noop("A vulnerable adult is registered.")),
    _caution("gangs", "flags", ("STRG",), gettext_noop("Registered for gangs.")),
    _caution("sex_register", "flags", ("AVIS",), gettext_noop("On the register of violent and sex offenders.")),
    _caution("weapons", "flags", ("WEAP",), gettext_noop("Registered for weapons.")),
    _caution("further_offence", "flags", ("ASFO",), gettext_noop("A serious further offence is registered.")),
    _caution("warrant", "flags", ("WRSM",), gettext_noop("A warrant or a summons is open.")),
    _caution(
        "limited_access",
        "restricted",
        ("yes",),
        gettext_noop("Few people there may open the offender’s record. Ask who may answer."),
    ),
    _caution("interpreter", "interpreter", ("yes",), gettext_noop("They need an interpreter.")),
    ScreenRule(
        id="little_time",
        effect="caution",
        when=(Condition(fact="days_left", at_most=183),),
        reason=gettext_noop("Less than six months are left of the sentence. Preparation may take as long."),
        review_on=_REVIEW,
    ),
    ScreenRule(
        id="recent",
        effect="caution",
        when=(Condition(fact="days_since", at_most=28),),
        reason=gettext_noop("It happened less than four weeks ago."),
        review_on=_REVIEW,
    ),
)
