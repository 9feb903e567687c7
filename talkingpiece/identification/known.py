"""Whether somebody named in a row is known here: as a victim, or at the front door. Never from the other side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from talkingpiece.cases.queries import cases_with
from talkingpiece.identification.screening import Known as Status
from talkingpiece.people.queries import Alike, agree_as_one, people_like_each, same_people
from talkingpiece.people.tokens import Token
from talkingpiece.referrals.queries import open_referrals_like_each

K = TypeVar("K")
_AT_ONCE = 400


@dataclass(frozen=True)
class Here:
    known: Status = "no"
    person_id: UUID | None = None


def known_each(
    area_id: UUID, wanted: Mapping[K, Iterable[Token]], same: Mapping[K, set[UUID]] | None = None
) -> dict[K, Here]:
    """Those of whom there is something to say. Who is known as an offender, and not as a victim, is not among them.

    `same`: people who are linked with one already.
    """
    found: dict[K, Here] = {}
    keys = list(wanted)
    for start in range(0, len(keys), _AT_ONCE):
        found.update(_some(area_id, {key: list(wanted[key]) for key in keys[start : start + _AT_ONCE]}))
    harmed = _victims({pk for people in (same or {}).values() for pk in people})
    for key, people in (same or {}).items():
        known = [pk for pk in people if pk in harmed]
        if known and found.get(key, Here()).known != "open":
            opened = next((pk for pk in known if harmed[pk]), None)
            found[key] = Here("open", opened) if opened else Here("before", known[0])
    return found


def _some(area_id: UUID, wanted: Mapping[K, Iterable[Token]]) -> dict[K, Here]:
    alike = people_like_each(area_id, wanted)
    at_the_door = open_referrals_like_each(area_id, wanted)
    harmed = _victims(one.person.pk for found in alike.values() for one in found)
    answers = {key: _here(alike[key], harmed, at_the_door.get(key, [])) for key in wanted}
    return {key: one for key, one in answers.items() if one.known != "no"}


def _victims(person_ids: Iterable[UUID]) -> dict[UUID, bool]:
    """People who are the victim of a case, and whether one of their cases is open."""
    records = same_people(person_ids)
    cases = list(cases_with(records))
    return {
        pk: any(case.is_open for case in cases if case.victim_id in group)
        for pk, group in records.items()
        if any(case.victim_id in group for case in cases)
    }


def _here(alike: list[Alike], harmed: Mapping[UUID, bool], at_the_door: list[tuple[str, ...]]) -> Here:
    if any(agree_as_one(kinds) for kinds in at_the_door):
        return Here("open")
    people = [one for one in alike if one.person.pk in harmed]
    same = [one for one in people if agree_as_one(one.kinds)]
    for one in same:
        if harmed[one.person.pk]:
            return Here("open", one.person.pk)
    if same:
        return Here("before", same[0].person.pk)
    if people:
        return Here("maybe", people[0].person.pk)
    return Here("maybe") if at_the_door else Here()
