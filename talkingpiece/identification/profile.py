"""What an area takes from the lists of agencies, and for how long."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from talkingpiece.areas.profile import Section
from talkingpiece.identification.columns import BY_KEY
from talkingpiece.identification.rules import MODEL_RULES, ScreenRule
from talkingpiece.identification.screening import FIRST
from talkingpiece.identification.states import Source

_MATTER = ("reference", "crime_reference", "urn", "offence", "offence_date", "proceedings", "officer")
_VICTIM = (
    "victim",
    "victim_first",
    "victim_last",
    "victim_birth_date",
    "victim_as",
    "victim_phone",
    "victim_email",
    "victim_address",
    "victim_postcode",
    "victim_sex",
    "victim_ethnicity",
    "language",
    "interpreter",
    "wish",
    "wish_on",
)
_OFFENDER = (
    "offender",
    "offender_first",
    "offender_last",
    "offender_birth_date",
    "offender_pnc",
    "offender_cro",
    "offender_asn",
)
_SENTENCE = ("sentence", "sentenced_on", "release_on", "ends_on", "orders", "responsibility")
_NUMBERS = ("offender_prison_no", "offender_crn")


class SourceRule(BaseModel):
    """`takes`: the columns that somebody needs; all others are dropped before anything is stored. `headings`: what
    agencies of this area call them, as somebody here has said. `keep_days`: how long the rows are kept."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    takes: tuple[str, ...]
    headings: dict[str, str] = {}
    keep_days: int = Field(default=180, ge=1, le=730)

    @field_validator("takes")
    @classmethod
    def _known(cls, keys: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := set(keys) - set(BY_KEY):
            raise ValueError(f"There is no such column: {', '.join(sorted(unknown))}.")
        return keys


MODEL_SOURCES: dict[Source, SourceRule] = {
    Source.POLICE: SourceRule(takes=(*_MATTER, *_VICTIM, *_OFFENDER, "offender_postcode", "responsibility")),
    Source.LIAISON: SourceRule(takes=(*_MATTER, *_VICTIM, "scheme", *_OFFENDER, *_NUMBERS, *_SENTENCE)),
    Source.SUPPORT: SourceRule(takes=(*_MATTER, *_VICTIM, "offender")),
    Source.PROBATION: SourceRule(
        takes=(*_MATTER, *_OFFENDER, *_NUMBERS, "offender_postcode", *_SENTENCE, "flags", "restricted")
    ),
    Source.PRISON: SourceRule(takes=(*_MATTER, *_OFFENDER, *_NUMBERS, *_SENTENCE, "restricted")),
}


class Identification(Section):
    KEY: ClassVar[str] = "identification"
    sources: dict[Source, SourceRule] = MODEL_SOURCES
    rules: tuple[ScreenRule, ...] = MODEL_RULES
    later_days: int = Field(default=28, ge=1, le=365)  # a row that is put off without a day comes back after this
    offer_within_days: int = Field(default=28, ge=1, le=365)  # then a row that waits still is owed an explanation
    unfinished_days: int = Field(default=14, ge=1, le=60)  # a list that nobody takes in is destroyed after this

    @model_validator(mode="after")
    def _each_rule_once(self) -> Self:
        ids = [rule.id for rule in self.rules]
        if len(set(ids)) != len(ids) or set(ids) & set(FIRST):
            raise ValueError("Two rules of the screening have the same name, or one has that of a rule of every area.")
        return self
