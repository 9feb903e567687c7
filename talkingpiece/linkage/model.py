"""The model: what is compared, how telling each outcome is, which records meet, and where the bands begin.

One JSON file, versioned, for every runner. It is refused if any level is untrained, because a default would differ from
runner to runner and would look like evidence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from importlib.resources import files
from math import isfinite, log2
from pathlib import Path
from typing import Any

from talkingpiece.linkage import predicates
from talkingpiece.linkage.predicates import Expression
from talkingpiece.linkage.records import Standard

SHIPPED = "model.json"
ABSOLUTE = -100.0
POPULATION = 1000


# What a rule may say: columns, parts of them, and which of two comes first.
_NAMES = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
_BLOCKS = re.compile(r"[a-z_0-9(), -]+")
_MAY_BLOCK = frozenset({*Standard._fields, "left", "substr", "least", "greatest"})


class NotAModel(ValueError):
    """A model that must not be run, and why."""


@dataclass(frozen=True)
class Level:
    """One outcome of a comparison. `m`: how often it comes out so for records of one person; `u`: of two people.
    `by` names the column whose frequent values tell less."""

    id: str
    says: str
    when: Expression | None  # of the last level: nothing else held
    m: float | None
    u: float | None
    by: str = ""

    @property
    def trained(self) -> bool:
        return self.m is not None and self.u is not None and 0 < self.m <= 1 and 0 < self.u <= 1

    @cached_property
    def weight(self) -> float:
        """Bits for one person, or against."""
        return log2(self.m / self.u) if self.m and self.u else float("nan")


@dataclass(frozen=True)
class Comparison:
    """Skipped, and worth nothing, where `skip` holds. Never worth more bits than `most` for one person."""

    id: str
    says: str
    skip: Expression
    levels: tuple[Level, ...]
    most: float | None = None
    outside: bool = False  # evidence beside names and a date of birth


@dataclass(frozen=True)
class Rule:
    """Two records meet if they agree in all of `on`: columns, or parts of columns. `most` records to a block: a block
    that is fuller says too little for its cost, and other rules see its records."""

    id: str
    on: tuple[str, ...]
    most: int

    @property
    def present(self) -> str:
        """As SQL: a record has all of what the rule asks."""
        return " AND ".join(f"({one}) IS NOT NULL" for one in self.on)


@dataclass(frozen=True)
class Veto:
    """What is known of families and numbers and does not follow from independent evidence: `adds` bits (against)
    where all of `when` came out so: for each comparison the ids of its levels. Among fewer records than `few` it is
    absolute, because they cannot show how rare a name is."""

    id: str
    says: str
    when: Mapping[str, tuple[str, ...]]
    adds: float
    few: int = 0

    def bits(self, records: int) -> float:
        return ABSOLUTE if records < self.few else self.adds


@dataclass(frozen=True)
class Bands:
    """From so many bits on, prior included. `across`: between a victim's record and an offender's. `query`: one new
    record is looked for among many, which looks at its best pair alone."""

    link: float
    review: float
    link_across: float
    query: float
    query_across: float


@dataclass(frozen=True, eq=False)
class Model:
    version: str
    partners: float  # how many other records of the same person a record has on average
    comparisons: tuple[Comparison, ...]
    rules: tuple[Rule, ...]
    vetoes: tuple[Veto, ...]
    bands: Bands
    about: Mapping[str, Any]

    def prior(self, records: int) -> float:
        """Bits for one person before anything was compared: the more records, the fewer of all pairs are. A short list
        does not make the population a small one."""
        share = self.partners / max(records, POPULATION)
        return log2(share / (1 - share))

    @property
    def for_review(self) -> Model:
        """The same with nothing that is absolute among few records: whoever shows pairs to somebody, and links none by
        its bands alone, finds those of a name and a date of birth too."""
        return replace(self, vetoes=tuple(replace(veto, few=0) for veto in self.vetoes))

    @property
    def untrained(self) -> list[str]:
        return [f"{c.id}: {level.id}" for c in self.comparisons for level in c.levels if not level.trained]

    def trained(self) -> Model:
        if self.untrained:
            raise NotAModel(
                f"Model {self.version} is refused: these levels are untrained: {', '.join(self.untrained)}."
            )
        return self

    def dump(self) -> str:
        return json.dumps(_to_json(self), indent=1, ensure_ascii=False) + "\n"


def load(path: Path | None = None) -> Model:
    """A model that may be run; the shipped one if none is named."""
    if path is None:
        return _shipped()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NotAModel(f"{path}: it cannot be read ({error}).") from None
    return parse(text, str(path)).trained()


@lru_cache(maxsize=1)
def _shipped() -> Model:
    return parse((files("talkingpiece.linkage") / "data" / SHIPPED).read_text(encoding="utf-8"), SHIPPED).trained()


def parse(text: str, called: str = "the model") -> Model:
    try:
        model = _from_json(json.loads(text))
        _check(model, called)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, NotAModel):
            raise
        if isinstance(error, predicates.NotInTheLanguage):
            raise NotAModel(f"{called}: {error}") from None
        raise NotAModel(f"{called}: this is no model ({type(error).__name__}: {error}).") from None
    return model


def _check(model: Model, called: str) -> None:
    levels = {c.id: {level.id for level in c.levels} for c in model.comparisons}
    for c in model.comparisons:
        predicates.columns(c.skip)
        for level in c.levels[:-1]:
            if level.when is None:
                raise NotAModel(f"{called}: {c.id}: only the last level may hold without a condition.")
            predicates.columns(level.when)
        if not c.levels or c.levels[-1].when is not None:
            raise NotAModel(f"{called}: {c.id}: the last level is for whatever is left, and has no condition.")
    for rule in model.rules:
        for one in rule.on:
            if set(_NAMES.findall(one)) - _MAY_BLOCK or not _BLOCKS.fullmatch(one):
                raise NotAModel(f"{called}: rule {rule.id}: {one!r} is no column, nor a part of one.")
    for veto in model.vetoes:
        for comparison, ids in veto.when.items():
            if not set(ids) <= levels.get(comparison, set()) | {"skipped"}:
                raise NotAModel(f"{called}: veto {veto.id} names a level that {comparison} does not have.")
    if not (isfinite(model.partners) and model.partners > 0):
        raise NotAModel(f"{called}: partners must be a positive number.")
    if not model.bands.review <= model.bands.link <= model.bands.link_across or (
        model.bands.query > model.bands.query_across
    ):
        raise NotAModel(f"{called}: bands must not cross: review, link, link_across.")


def _from_json(data: dict[str, Any]) -> Model:
    if data.get("format") != 1:
        raise NotAModel("The model is not in format 1.")
    return Model(
        version=str(data["version"]),
        partners=float(data["partners"]),
        comparisons=tuple(
            Comparison(
                c["id"],
                c["says"],
                c["skip"],
                tuple(
                    Level(x["id"], x["says"], x.get("when"), x.get("m"), x.get("u"), x.get("by", ""))
                    for x in c["levels"]
                ),
                c.get("most"),
                bool(c.get("outside", False)),
            )
            for c in data["comparisons"]
        ),
        rules=tuple(Rule(r["id"], tuple(r["on"]), int(r["most"])) for r in data["rules"]),
        vetoes=tuple(
            Veto(
                v["id"],
                v["says"],
                {c: tuple(ids) for c, ids in v["when"].items()},
                float(v["adds"]),
                int(v.get("few", 0)),
            )
            for v in data["vetoes"]
        ),
        bands=Bands(**{name: float(value) for name, value in data["bands"].items()}),
        about=dict(data.get("about", {})),
    )


def _to_json(model: Model) -> dict[str, Any]:
    def level(x: Level) -> dict[str, Any]:
        return (
            {"id": x.id, "says": x.says}
            | ({"when": x.when} if x.when else {})
            | {"m": x.m, "u": x.u}
            | ({"by": x.by} if x.by else {})
        )

    return {
        "format": 1,
        "version": model.version,
        "about": dict(model.about),
        "partners": model.partners,
        "bands": vars(model.bands),
        "comparisons": [
            {"id": c.id, "says": c.says, "skip": c.skip}
            | ({"most": c.most} if c.most is not None else {})
            | ({"outside": True} if c.outside else {})
            | {"levels": [level(x) for x in c.levels]}
            for c in model.comparisons
        ],
        "vetoes": [
            {"id": v.id, "says": v.says, "when": {k: list(x) for k, x in v.when.items()}, "adds": v.adds}
            | ({"few": v.few} if v.few else {})
            for v in model.vetoes
        ],
        "rules": [{"id": r.id, "on": list(r.on), "most": r.most} for r in model.rules],
    }


def with_weights(
    model: Model, weights: Mapping[tuple[str, str], tuple[float | None, float | None]], **more: Any
) -> Model:
    """The same model with other m and u, by comparison and level."""

    def level(comparison: str, had: Level) -> Level:
        m, u = weights.get((comparison, had.id), (had.m, had.u))
        return replace(had, m=m, u=u)

    comparisons = tuple(replace(c, levels=tuple(level(c.id, x) for x in c.levels)) for c in model.comparisons)
    return replace(model, comparisons=comparisons, **more)
