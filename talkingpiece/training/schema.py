"""What the files of a module may say. What is not named here is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
ModuleId = Annotated[str, StringConstraints(pattern=r"^M\d{1,2}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Indicator(_Strict):
    """Something published that this module prepares for: by number and topic, never by its text."""

    source: Words
    number: Words
    topic: Words


class AssessedBy(StrEnum):
    QUIZ = "quiz"
    RUBRIC = "rubric"


class Head(_Strict):
    """The front matter. `reviewed_by`: the practitioner who read it; without one the module is a draft."""

    id: ModuleId
    title: Words
    summary: Words
    hours: Annotated[float, Field(gt=0, le=40)]
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+$")]
    outcomes: Annotated[tuple[Words, ...], Field(min_length=3)]
    prerequisites: tuple[ModuleId, ...]
    maps_to: tuple[Indicator, ...]
    assessed_by: AssessedBy
    expiry_months: Annotated[int, Field(ge=6, le=60)]
    language: Literal["en-GB"]
    licence: Words
    reviewed_by: str | None
    reviewed_on: date | None

    @model_validator(mode="after")
    def _review_is_whole(self) -> Self:
        if bool(self.reviewed_by) != bool(self.reviewed_on):
            raise ValueError("reviewed_by and reviewed_on go together")
        return self

    @property
    def is_draft(self) -> bool:
        return self.reviewed_on is None


class Criterion(_Strict):
    key: Annotated[str, StringConstraints(pattern=r"^[a-z_]{3,30}$")]
    looks_at: Words
    not_yet: Words
    secure: Words
    strong: Words
    must: bool = False  # without it nobody passes, however strong the rest


class Rubric(_Strict):
    MAY_LACK: ClassVar[int] = 1  # so many criteria that are no must may be not yet

    criteria: Annotated[tuple[Criterion, ...], Field(min_length=3, max_length=8)]

    def as_markdown(self) -> str:
        return "\n\n".join(
            f"### {one.looks_at}{' (must be at least secure)' if one.must else ''}\n\n"
            f"- **Not yet:** {one.not_yet}\n- **Secure:** {one.secure}\n- **Strong:** {one.strong}"
            for one in self.criteria
        )

    def passes(self, levels: Mapping[str, str]) -> bool:
        """Each must is at least secure, and of the others at most one is not yet."""
        lacking = [one for one in self.criteria if levels.get(one.key, "not_yet") == "not_yet"]
        return not any(one.must for one in lacking) and len(lacking) <= self.MAY_LACK

    @model_validator(mode="after")
    def _keys_differ(self) -> Self:
        keys = [one.key for one in self.criteria]
        if len(keys) != len(set(keys)):
            raise ValueError("two criteria have the same key")
        return self


class Option(_Strict):
    words: Words
    why: Words  # said after answering, whichever was chosen
    right: bool = False


class Item(_Strict):
    asks: Words
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=5)]

    @model_validator(mode="after")
    def _one_is_right(self) -> Self:
        if sum(one.right for one in self.options) != 1:
            raise ValueError("exactly one option is right")
        return self

    @property
    def right(self) -> int:
        return next(number for number, one in enumerate(self.options) if one.right)


class Quiz(_Strict):
    """`to_pass`: how many must be right."""

    to_pass: Annotated[int, Field(ge=1)]
    items: Annotated[tuple[Item, ...], Field(min_length=5, max_length=12)]

    def as_markdown(self) -> str:
        return "\n\n".join(
            f"### {number}. {item.asks}\n\n"
            + "\n".join(
                f"- {f'**{one.words}**' if one.right else one.words} {'Right' if one.right else 'No'}: {one.why}"
                for one in item.options
            )
            for number, item in enumerate(self.items, 1)
        )

    @model_validator(mode="after")
    def _can_be_passed(self) -> Self:
        if self.to_pass > len(self.items):
            raise ValueError("to_pass is more than there are items")
        return self
