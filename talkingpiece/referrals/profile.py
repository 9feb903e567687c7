"""Whom an area works with: rules as data, in the order in which they are asked. The first that fits decides."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal, Self

from django.utils.translation import gettext_noop
from pydantic import BaseModel, ConfigDict, Field, model_validator

from talkingpiece.areas.profile import Section

Outcome = Literal["in_remit", "not_yet", "outside"]
Age = Literal["adult", "child", "not_known"]


class Rule(BaseModel):
    """Fits when each condition that it states is true; an empty condition is true of everybody.

    `reason` and `remedy` are message ids. Whoever is turned away, for now or for good, is owed a reason, and the
    rule a date on which somebody asks whether it is still right: without both it is refused.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(min_length=1, max_length=40)
    outcome: Outcome
    reason: str = Field(min_length=1)
    remedy: str = ""
    stages: tuple[str, ...] = ()  # referrals.states.CaseStage
    categories: tuple[str, ...] = ()  # cases.states.OffenceCategory
    ages: tuple[Age, ...] = ()
    sensitive: bool = False
    review_on: date | None = None

    @model_validator(mode="after")
    def _exclusion_is_reviewed(self) -> Self:
        if self.outcome != "in_remit" and self.review_on is None:
            raise ValueError(f"The rule {self.code} keeps people out, so it needs a review date.")
        return self


MODEL_RULES: tuple[Rule, ...] = (
    Rule(
        code="court_not_decided",
        outcome="not_yet",
        reason=gettext_noop("The court has not decided yet. We can listen now, and start afterwards."),
        remedy=gettext_noop("Hold the referral until the court has decided, and say so to the person."),
        stages=("contested_proceedings",),
        review_on=date(2027, 11, 1),
    ),
    Rule(
        code="child",
        outcome="not_yet",
        reason=gettext_noop(
            "The person is under 18. A child comes in only with a parent or guardian and a specialist."
        ),
        remedy=gettext_noop("Ask the case supervisor which service for young people can lead, and hold or signpost."),
        ages=("child",),
        review_on=date(2027, 11, 1),
    ),
    Rule(
        code="sensitive",
        outcome="in_remit",
        reason=gettext_noop("This kind of harm is in our remit, and is worked on as sensitive and complex."),
        categories=("sexual", "domestic", "stalking", "homicide", "hate"),
        sensitive=True,
    ),
    Rule(
        code="nobody_sentenced",
        outcome="in_remit",
        reason=gettext_noop("Nobody was sentenced. We listen and help; there may be nobody whom we can approach."),
        stages=("unreported", "reported"),
    ),
    Rule(
        code="harmed",
        outcome="in_remit",
        reason=gettext_noop("Somebody was harmed and asked for this, and no court case stands in the way."),
    ),
)


class Remit(Section):
    KEY: ClassVar[str] = "remit"
    rules: tuple[Rule, ...] = MODEL_RULES
    draft_days: int = Field(default=1, ge=1, le=30)  # an unfinished self-referral is destroyed after this
    call_days: int = Field(default=7, ge=1, le=60)  # an unfinished telephone call too
    number_attempts: int = Field(default=5, ge=1)  # with one number within half an hour, whether it is right or not
    code_attempts_an_hour: int = Field(default=20, ge=1)  # from one network, before we ask for patience
    recent_days: int = Field(default=14, ge=1)  # how long a decided referral stays on the front-door page

    @model_validator(mode="after")
    def _somebody_is_always_answered(self) -> Self:
        codes = [rule.code for rule in self.rules]
        if len(set(codes)) != len(codes):
            raise ValueError("Two rules of the remit have the same code.")
        last = self.rules[-1] if self.rules else None
        if last is None or last.stages or last.categories or last.ages:
            raise ValueError("The last rule of the remit must be without conditions, so that everybody is answered.")
        return self


class Enquiries(Section):
    """What an area does when an offender asks first ([D]: it holds, and nobody approaches a victim because of it)."""

    KEY: ClassVar[str] = "enquiries"
    # "through_liaison": a supervisor may ask the victim liaison officer, who alone knows the victim and decides.
    rule: Literal["hold", "through_liaison"] = "hold"
