"""The numbers that an area has put in the place of the model's, each with where it has it from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from talkingpiece.areas.profile import Section
from talkingpiece.staffing.capacity.figures import BY_KEY, MODEL, Figure, Need, Unit

MOST = 100_000.0


class Wrong(ValueError):
    """`key`: the number at which it is seen; `why`: what is wrong, as a code."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(f"{key}: {why}")
        self.key, self.why = key, why


class Own(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    low: float = Field(ge=0, le=MOST)
    base: float = Field(ge=0, le=MOST)
    high: float = Field(ge=0, le=MOST)
    source: str = Field(min_length=1, max_length=400)


class Capacity(Section):
    KEY: ClassVar[str] = "capacity"
    own: dict[str, Own] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _can_be_reckoned_with(self) -> Self:
        if unknown := set(self.own) - set(BY_KEY):
            raise ValueError(f"Nothing is reckoned from {', '.join(sorted(unknown))}.")
        check(self.figures())
        return self

    def figures(self) -> tuple[Figure, ...]:
        """Every number, the area's own in the place of the model's."""
        return tuple(_with(figure, self.own.get(figure.key)) for figure in MODEL)


def _with(figure: Figure, own: Own | None) -> Figure:
    if own is None:
        return figure
    return replace(figure, low=own.low, base=own.base, high=own.high, source=own.source)


def check(figures: Iterable[Figure]) -> None:
    """Raises Wrong at the first number that no reckoning can stand on."""
    found = {figure.key: figure for figure in figures}
    for figure in found.values():
        values = (figure.low, figure.base, figure.high)
        falls = BY_KEY[figure.key].falls
        if list(values) != sorted(values, reverse=falls):
            raise Wrong(figure.key, "falls" if falls else "rises")
        if figure.unit is Unit.SHARE and max(values) > 1:
            raise Wrong(figure.key, "share")
        if figure.key in _MORE_THAN_NOTHING and min(values) <= 0:
            raise Wrong(figure.key, "nothing")
    for need in Need:
        ends = sum(found[key].at(need) for key in ("indirect", "direct", "circle"))
        if ends > found["spoken"].at(need) + 1e-9:
            raise Wrong("spoken", "more_than_spoken")


# What something is divided by.
_MORE_THAN_NOTHING = {"to_supervisor", "productive", "caseload", "complex_most", "working_time"}
