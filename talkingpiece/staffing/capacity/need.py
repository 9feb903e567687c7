"""How many hours and people the work of a year needs: scoping, times what becomes of it, times hours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, sqrt

from talkingpiece.staffing.capacity.figures import Figure
from talkingpiece.staffing.capacity.figures import Need as Which

Values = Mapping[str, float]  # key of a figure to the number that is reckoned with
_MONTHS = 12


class Stage(StrEnum):
    TRIAGE = "triage"
    TALKING = "talking"
    INDIRECT = "indirect"
    DIRECT = "direct"
    CIRCLE = "circle"
    SENSITIVE = "sensitive"
    TRAVEL = "travel"
    ADMINISTRATION = "administration"
    SUPERVISION = "supervision"
    MANAGEMENT = "management"


class Post(StrEnum):
    """Who does it. The first three are levels of facilitators."""

    FOUNDATION = "foundation"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"
    FRONT_DOOR = "front_door"  # triage and administration
    SUPERVISOR = "supervisor"
    MANAGER = "manager"


FACILITATORS = (Post.FOUNDATION, Post.INTERMEDIATE, Post.ADVANCED)


@dataclass(frozen=True)
class Line:
    """One kind of work in a year. `cases`: how many it is for; None where it comes on top of other hours."""

    stage: Stage
    cases: float | None
    hours: float


@dataclass(frozen=True)
class Staff:
    """`by_hours` and `by_cases`: full-time equivalents that the hours need, and that the open cases at a time need.
    `people`: whole persons, of whom each works as much as is usual there; 0 where only time is reckoned."""

    post: Post
    hours: float
    by_hours: float
    by_cases: float
    people: int

    @property
    def full_time(self) -> float:
        return max(self.by_hours, self.by_cases)

    @property
    def cases_bind(self) -> bool:
        return self.by_cases > self.by_hours


@dataclass(frozen=True)
class Need:
    lines: tuple[Line, ...]
    staff: tuple[Staff, ...]

    @property
    def hours(self) -> float:
        return sum(line.hours for line in self.lines)

    @property
    def full_time(self) -> float:
        return sum(one.full_time for one in self.staff)

    def of(self, post: Post) -> Staff:
        return next(one for one in self.staff if one.post is post)


@dataclass(frozen=True)
class Swing:
    """What one number alone does to the full-time equivalents, every other staying as it is."""

    figure: Figure
    low: float
    high: float

    @property
    def width(self) -> float:
        return abs(self.high - self.low)


def values(figures: Iterable[Figure], which: Which) -> dict[str, float]:
    return {figure.key: figure.at(which) for figure in figures}


def needed(v: Values) -> Need:
    """The staff of one year. `v` must have passed `profile.check`."""
    cases = _cases(v)
    work = {
        Stage.TRIAGE: v["referrals"] * v["triage"],
        Stage.TALKING: cases[Stage.TALKING] * v["talking"],
        Stage.INDIRECT: cases[Stage.INDIRECT] * v["hours_indirect"],
        Stage.DIRECT: cases[Stage.DIRECT] * v["hours_direct"],
        Stage.CIRCLE: cases[Stage.CIRCLE] * v["hours_circle"],
        Stage.SENSITIVE: cases[Stage.SENSITIVE] * v["hours_sensitive"],
    }
    on_cases = sum(work.values())
    facilitating = _parts(work, v)
    staff = _facilitators({part: hours * (1 + v["travel"]) for part, hours in facilitating.items()}, cases, v)
    travel = v["travel"] * sum(facilitating.values())
    administration = v["administration"] * on_cases
    supervision = sum(one.full_time for one in staff) / v["to_supervisor"] * v["productive"]
    before = on_cases + travel + administration + supervision
    beside = {
        Stage.TRAVEL: travel,
        Stage.ADMINISTRATION: administration,
        Stage.SUPERVISION: supervision,
        Stage.MANAGEMENT: v["management"] * before,
    }
    front_door = work[Stage.TRIAGE] + administration
    for post, hours in (
        (Post.FRONT_DOOR, front_door),
        (Post.SUPERVISOR, supervision),
        (Post.MANAGER, beside[Stage.MANAGEMENT]),
    ):
        staff.append(Staff(post, hours, hours / v["productive"], 0.0, 0))
    lines = [Line(stage, cases[stage], hours) for stage, hours in work.items()]
    lines += [Line(stage, None, hours) for stage, hours in beside.items()]
    return Need(tuple(lines), tuple(staff))


def swings(figures: Iterable[Figure]) -> list[Swing]:
    """Each number from low to high while the others stand at base; the one that matters most first."""
    given = list(figures)
    base = values(given, Which.BASE)
    found = []
    for figure in given:
        low, high = (needed(_moved(base, figure, which)).full_time for which in (Which.LOW, Which.HIGH))
        found.append(Swing(figure, low, high))
    return sorted(found, key=lambda swing: -swing.width)


def likely(figures: Iterable[Figure], measured: Callable[[Need], float]) -> tuple[float, float]:
    """Where it probably lies, if what is wrong with one number has nothing to do with what is wrong with another:
    then they are not all at their worst at once."""
    given = list(figures)
    base = values(given, Which.BASE)
    middle = measured(needed(base))
    below = above = 0.0
    for figure in given:
        moved = [measured(needed(_moved(base, figure, which))) - middle for which in (Which.LOW, Which.HIGH)]
        below += min(0.0, *moved) ** 2
        above += max(0.0, *moved) ** 2
    return max(0.0, middle - sqrt(below)), middle + sqrt(above)


def _moved(base: Values, figure: Figure, which: Which) -> dict[str, float]:
    """Nobody reaches an exchange with whom no worker spoke."""
    v = {**base, figure.key: figure.at(which)}
    v["spoken"] = max(v["spoken"], v["indirect"] + v["direct"] + v["circle"])
    return v


def _cases(v: Values) -> dict[Stage, float]:
    referrals, sensitive = v["referrals"], v["sensitive"]
    exchanged = v["indirect"] + v["direct"]
    return {
        Stage.TRIAGE: referrals,
        Stage.TALKING: referrals * max(0.0, v["spoken"] - exchanged - v["circle"]),
        Stage.INDIRECT: referrals * v["indirect"] * (1 - sensitive),
        Stage.DIRECT: referrals * v["direct"] * (1 - sensitive),
        Stage.CIRCLE: referrals * v["circle"],
        Stage.SENSITIVE: referrals * exchanged * sensitive,
    }


class _Part(StrEnum):
    LEADS_SENSITIVE = "leads_sensitive"  # advanced
    JOINS_SENSITIVE = "joins_sensitive"  # intermediate
    LEADS = "leads"  # another case: intermediate, or advanced who have time left
    JOINS = "joins"  # foundation


def _parts(work: Mapping[Stage, float], v: Values) -> dict[_Part, float]:
    lead = v["lead_share"]
    of_two = work[Stage.DIRECT] + work[Stage.CIRCLE]
    return {
        _Part.LEADS_SENSITIVE: lead * work[Stage.SENSITIVE],
        _Part.JOINS_SENSITIVE: (1 - lead) * work[Stage.SENSITIVE],
        _Part.LEADS: work[Stage.TALKING] + work[Stage.INDIRECT] + lead * of_two,
        _Part.JOINS: (1 - lead) * of_two,
    }


def _facilitators(hours: Mapping[_Part, float], cases: Mapping[Stage, float], v: Values) -> list[Staff]:
    """However few hours they take, each open case is somebody's, and nobody carries too many at a time.

    Whoever may lead sensitive cases carries only a few of those, and has time left: it goes to other cases.
    """
    exchanged = sum(cases[stage] for stage in (Stage.INDIRECT, Stage.DIRECT, Stage.CIRCLE))
    others = (cases[Stage.TALKING] * v["months_talking"] + exchanged * v["months_standard"]) / _MONTHS
    sensitive = cases[Stage.SENSITIVE] * v["months_sensitive"] / _MONTHS
    year = v["productive"]
    top = max(hours[_Part.LEADS_SENSITIVE] / year, sensitive / v["complex_most"])
    more_cases = top * max(0.0, v["caseload"] - v["complex_most"])
    more_hours = top * year - hours[_Part.LEADS_SENSITIVE]
    taken = min(_share(more_cases, others), _share(more_hours, hours[_Part.LEADS]))
    left = 1 - taken
    return [
        _staff(Post.FOUNDATION, hours[_Part.JOINS], 0.0, v),
        _staff(
            Post.INTERMEDIATE,
            hours[_Part.JOINS_SENSITIVE] + left * hours[_Part.LEADS],
            left * others / v["caseload"],
            v,
        ),
        _staff(
            Post.ADVANCED,
            hours[_Part.LEADS_SENSITIVE] + taken * hours[_Part.LEADS],
            sensitive / v["complex_most"],
            v,
        ),
    ]


def _staff(post: Post, hours: float, by_cases: float, v: Values) -> Staff:
    by_hours = hours / v["productive"]
    people = ceil(round(max(by_hours, by_cases) / v["working_time"], 6))
    return Staff(post, hours, by_hours, by_cases, people)


def _share(part: float, whole: float) -> float:
    return min(1.0, part / whole) if whole else 1.0
