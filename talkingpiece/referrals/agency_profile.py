"""Which agencies refer, what each is asked beyond the common questions, and who may speak with the victim first."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal, Self

from django.utils.translation import gettext_noop
from pydantic import BaseModel, ConfigDict, Field, model_validator

from talkingpiece.areas.models import AgencyKind
from talkingpiece.areas.profile import Section
from talkingpiece.referrals.states import ContactBy, MayKnow

Kind = Literal["words", "yes_no", "choice"]


class Question(BaseModel):
    """Asked of one kind of agency. Its label, hint and choices are message ids."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(pattern=r"^[a-z_]{1,40}$")
    label: str = Field(min_length=1)
    hint: str = ""
    kind: Kind = "words"
    choices: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _choices_belong_to_a_choice(self) -> Self:
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError(f"The question {self.code} has choices exactly if it is one.")
        return self


class FirstContactRule(BaseModel):
    """Who speaks with the victim first, and with which words, where nobody has asked them yet.

    It needs an agreement with the agency that is in force on the day. Like any rule that lets something happen
    without a yes, it is looked at again by a date.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    by: ContactBy
    words: str = Field(min_length=1)
    review_on: date


class KindRule(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    questions: tuple[Question, ...] = ()
    first_contact: FirstContactRule | None = None
    told_by_default: MayKnow = MayKnow.NOTHING  # what the form offers first; the victim's own answer decides

    @model_validator(mode="after")
    def _each_question_once(self) -> Self:
        codes = [question.code for question in self.questions]
        if len(set(codes)) != len(codes):
            raise ValueError("Two questions for the same kind of agency have the same code.")
        return self


_LIAISON = KindRule(
    questions=(
        Question(
            code="contact_scheme",
            label=gettext_noop("Have they opted in to the Victim Contact Scheme?"),
            kind="yes_no",
        ),
        Question(
            code="contact_level",
            label=gettext_noop("Which level of contact have they chosen?"),
            kind="choice",
            choices=(
                gettext_noop("Everything as it happens"),
                gettext_noop("Key dates only"),
                gettext_noop("They do not wish to be contacted by the scheme"),
            ),
        ),
    ),
    first_contact=FirstContactRule(
        by=ContactBy.AGENCY,
        words=gettext_noop(
            "There is a service where you can ask questions or say what it did to you, if you ever wish. "
            "You do not have to decide anything. May they get in touch with you, and how is it safe?"
        ),
        review_on=date(2027, 11, 1),
    ),
)
_POLICE = KindRule(
    questions=(
        Question(
            code="bereaved_family",
            label=gettext_noop("Are they a bereaved family?"),
            kind="yes_no",
        ),
        Question(
            code="exit_plan",
            label=gettext_noop("If you are their family liaison officer: when do you stand down, and who comes after?"),
            hint=gettext_noop("So that nobody falls between you and us."),
        ),
    ),
    first_contact=FirstContactRule(
        by=ContactBy.SERVICE,
        words=gettext_noop(
            "The officer who knows you thought that you may like to hear of us. We are a service that listens. "
            "You need not decide anything, and one word is enough to stop. Would you like to hear more?"
        ),
        review_on=date(2027, 11, 1),
    ),
)
MODEL_KINDS: dict[AgencyKind, KindRule] = {
    AgencyKind.VICTIM_SUPPORT: KindRule(),
    AgencyKind.VICTIM_LIAISON: _LIAISON,
    AgencyKind.POLICE: _POLICE,
    AgencyKind.PROBATION: KindRule(),
    AgencyKind.OTHER: KindRule(),
}


class AgencyReferrals(Section):
    """A kind of agency that is not named here does not refer."""

    KEY: ClassVar[str] = "agency_referrals"
    kinds: dict[AgencyKind, KindRule] = MODEL_KINDS
    link_days: int = Field(default=7, ge=1, le=30)  # how long a one-time link lives
    draft_days: int = Field(default=7, ge=1, le=30)  # an unfinished referral is destroyed after this
