"""An instance in a file: facilitators and cases of a whole service, by the rules that come with the format.

The rules and the scores of this format are those of its published generator; an area's own stand in `matching`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Annotated, Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from talkingpiece.staffing.allocation.problem import JOIN, LEAD, Grid, Problem

Place = tuple[float, float]
RULES = ("conflict_of_interest", "level", "accreditation", "language", "gender", "travel")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class FacilitatorIn(_Part):
    id: int | str
    level: Annotated[int, Field(ge=1, le=3)]
    acc: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    gender: str = ""
    xy: Place
    max_km: Annotated[float, Field(ge=0)]
    remote_ok: bool = False
    capacity: Annotated[int, Field(ge=0)]
    load: Annotated[int, Field(ge=0)] = 0
    knows: tuple[int | str, ...] = ()


class CaseIn(_Part):
    id: int | str
    points: Annotated[int, Field(ge=1)]
    min_level: Annotated[int, Field(ge=1, le=3)]
    acc: str | None = None
    co: bool = False
    lang: str = "english"
    gender_pref: str | None = None
    gender_hard: bool = False
    xy: Place
    remote: bool = False
    priority: Annotated[int, Field(ge=0)] = 0
    wait_days: Annotated[int, Field(ge=0)] = 0
    prior: int | str | None = None
    parties: tuple[int | str, ...] = ()


class Instance(_Part):
    facilitators: tuple[FacilitatorIn, ...]
    cases: tuple[CaseIn, ...]


class Terms:
    """Each term of the scores by itself, so that a choice can be explained: name to grid, to lead and to join."""

    def __init__(self, instance: Instance) -> None:
        cases, people = instance.cases, instance.facilitators
        km = np.minimum(distances(instance), 100)
        speaks = _one_of([case.lang for case in cases], [one.langs for one in people])
        foreign = np.array([case.lang != "english" for case in cases], bool)[:, None]
        liked = _one_of([case.gender_pref for case in cases], [(one.gender,) for one in people])
        known = _one_of([case.prior for case in cases], [(one.id,) for one in people])
        level = np.array([one.level for one in people], int)[None, :]
        least = np.array([case.min_level for case in cases], int)[:, None]
        travel = -(1.5 * km).astype(np.int64)
        shape = (len(cases), len(people))
        self.lead: dict[str, Grid] = {
            "placed": np.full(shape, 400, np.int64),
            "priority": _down([150 * case.priority for case in cases], shape),
            "waiting": _down([min(case.wait_days, 120) for case in cases], shape),
            "travel": travel,
            "language": np.where(foreign, np.where(speaks, 160, -120), 0),
            "gender": np.where(liked, 70, 0),
            "continuity": np.where(known, 200, 0),
            "seniority": -35 * np.maximum(0, level - least),
        }
        self.join: dict[str, Grid] = {
            "placed": np.full(shape, 120, np.int64),
            "travel": travel,
            "language": np.where(foreign & speaks, 160, 0),
            "gender": np.where(liked, 20, 0),
            "continuity": np.where(known, 200, 0),
            "learning": np.where(level == 1, 40, 0) + np.zeros(shape, np.int64),
        }


def _down(values: list[int], shape: tuple[int, int]) -> Grid:
    """One value for each case, whoever takes it."""
    return np.broadcast_to(np.array(values, np.int64)[:, None], shape)


def distances(instance: Instance) -> Grid:
    there = np.array([case.xy for case in instance.cases], float).reshape(-1, 2)
    home = np.array([one.xy for one in instance.facilitators], float).reshape(-1, 2)
    found: Grid = np.hypot(there[:, None, 0] - home[None, :, 0], there[:, None, 1] - home[None, :, 1])
    return found


def forbidden(instance: Instance) -> tuple[dict[str, Grid], dict[str, Grid]]:
    cases, people = instance.cases, instance.facilitators
    level = np.array([one.level for one in people], int)[None, :]
    least = np.array([case.min_level for case in cases], int)[:, None]
    far = distances(instance) > np.array([one.max_km for one in people], float)[None, :]
    by_video = np.outer(
        np.array([case.remote for case in cases], bool), np.array([one.remote_ok for one in people], bool)
    )
    conflict, travel = _conflicts(instance), far & ~by_video
    accredited = _one_of([case.acc for case in cases], [one.acc for one in people])
    needs = np.array([case.acc is not None for case in cases], bool)[:, None]
    wanted = _one_of([case.gender_pref for case in cases], [(one.gender,) for one in people])
    insists = np.array([case.gender_hard for case in cases], bool)[:, None]
    lead = {
        "conflict_of_interest": conflict,
        "level": level < least,
        "accreditation": needs & ~accredited,
        "gender": insists & ~wanted,
        "travel": travel,
    }
    join = {"conflict_of_interest": conflict, "level": (least >= 3) & (level < 2), "travel": travel}
    return lead, join


def _one_of(wanted: Sequence[Any], having: Sequence[Collection[Any]]) -> Grid:
    """Where somebody has what a case wants. A case that wants nothing is met by nobody."""
    kinds = {one: np.array([one in mine for mine in having], bool) for one in set(wanted) if one is not None}
    nobody = np.zeros(len(having), bool)
    return np.array([kinds.get(one, nobody) for one in wanted], bool).reshape(len(wanted), len(having))


def _conflicts(instance: Instance) -> Grid:
    knowing: dict[Any, list[int]] = {}
    for at, one in enumerate(instance.facilitators):
        for party in one.knows:
            knowing.setdefault(party, []).append(at)
    found = np.zeros((len(instance.cases), len(instance.facilitators)), bool)
    for at, case in enumerate(instance.cases):
        for party in case.parties:
            found[at, knowing.get(party, [])] = True
    return found


def problem_of(instance: Instance, terms: Terms) -> Problem:
    cases = instance.cases
    shape = (len(cases), len(instance.facilitators))
    points = np.array([case.points for case in cases], np.int64)
    co_points = np.array([max(1, round(case.points * 0.6)) for case in cases], np.int64)
    scores = [np.sum(list(found.values()), axis=0).reshape(shape) for found in (terms.lead, terms.join)]
    return Problem(
        forbids=forbidden(instance),
        scores=(scores[LEAD], scores[JOIN]),
        points=(points, co_points),
        needs_two=np.array([case.co for case in cases], bool),
        capacity=np.array([one.capacity for one in instance.facilitators], np.int64),
        load=np.array([one.load for one in instance.facilitators], np.int64),
    )
