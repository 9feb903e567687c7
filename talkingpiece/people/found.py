"""Whom somebody means by what they type: found by keyed tokens, opened, and put in order by the linkage model.

Only people within what the searcher may see are opened: whoever is not among them changes no byte of the answer and no
query. Nothing is decided here; a person says who it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from rapidfuzz.distance import DamerauLevenshtein

from talkingpiece.linkage import model, names, scorer, standardise
from talkingpiece.people import tokens
from talkingpiece.people.asking import Typed
from talkingpiece.people.likely import holders_of, nearby, opened, people_known, standard_of
from talkingpiece.people.models import Person
from talkingpiece.protection.tokens import token

# Each of them is opened with its own key while somebody types.
_OPENED = 25
_KNOWN, _BORN = -1, -2  # parts that are no name: an identifier, a date of birth
_ANOTHER = frozenset({"other", "generation"})  # how dates of birth come out that are of two people


@dataclass(frozen=True)
class Meant:
    """`agrees`: kinds of what agrees, for words; never a number."""

    person: Person
    agrees: frozenset[str]
    weight: float


def people_meant(
    area_id: UUID, typed: Typed, *, within: QuerySet[Any, Any], used: model.Model | None = None
) -> list[Meant]:
    """The likeliest first. `within`: the ids of the people whom the searcher may know of."""
    if not typed.is_enough:
        return []
    met = _met(area_id, typed, within)
    people = {person.pk: person for person in Person.objects.filter(pk__in=met)} if met else {}
    standards = opened(list(people)) if met else {}
    linkage = used or model.load()
    among = people_known() if met else 1
    mine = standard_of(" ".join(typed.names), typed.birth_date, typed.ways, typed.numbers)
    found = []
    for person_id, person in people.items():
        scored = scorer.score(linkage, mine, standards[person_id], records=among, holders=holders_of(linkage, among))
        if (agrees := _agrees(typed, person, met[person_id], scored.outcomes.get("born", ""))) is not None:
            found.append(Meant(person, agrees, scored.weight))
    return sorted(found, key=lambda one: (-one.weight, one.person.pk))


def _agrees(typed: Typed, person: Person, kinds: frozenset[str], born: str) -> frozenset[str] | None:
    """In what they agree; None if a closer look says that it is somebody else."""
    known = kinds - {"name", "sound", "letter", "form", "birth_date"}
    theirs = list(dict.fromkeys([*standardise.name_parts(person.called), *standardise.name_parts(person.full_name)]))
    fits = _fitting(typed.names, theirs)
    day = {"birth_date"} if born == "same" else {"birth_near"} if "birth_date" in kinds else set()
    by_name = len(fits) >= 2 or (len(fits) == 1 and bool(day) and "begins" not in fits)
    if not known and (not by_name or born in _ANOTHER or set(fits) == {"begins"}):
        return None
    spelt = {"name"} if fits and set(fits) == {"name"} else {"sound"} if fits else set()
    return frozenset(known | spelt | day)


def _fitting(mine: Iterable[str], theirs: Iterable[str]) -> list[str]:
    """How each name that was typed fits one of theirs, each of theirs once: whole, by its sound, or its beginning."""
    left, found = list(theirs), []
    for how, fits in _HOW:
        for part in list(mine):
            other = next((one for one in left if fits(part, one)), None)
            if other is not None:
                left.remove(other)
                mine = [one for one in mine if one != part]
                found.append(how)
    return found


def _sounds(one: str, other: str) -> bool:
    if len(one) < 2 or len(other) < 2:
        return False
    return (
        standardise.phonetic(one) == standardise.phonetic(other)
        or names.sound(one) == names.sound(other)
        or bool(names.forms(one) & names.forms(other))
    )


def _is_near(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= 4 and DamerauLevenshtein.distance(one, other, score_cutoff=1) <= 1


def _begins(one: str, other: str) -> bool:
    heard = names.sound(one) if len(one) >= 3 else ""
    return other.startswith(one) or (len(heard) >= 2 and names.sound(other).startswith(heard))


_HOW: tuple[tuple[str, Callable[[str, str], bool]], ...] = (
    ("name", str.__eq__),
    ("sound", _sounds),
    ("sound", _is_near),
    ("begins", _begins),
)


def _met(area_id: UUID, typed: Typed, within: QuerySet[Any, Any]) -> dict[UUID, frozenset[str]]:
    """Who shares an identifier, two names of which one is whole, or a name and a day. One query, whoever is there."""
    asked = list(_asked(area_id, typed))
    try:
        inside, params = within.query.sql_with_params()
    except EmptyResultSet:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH asked AS (SELECT * FROM unnest(%s::int[], %s::text[], %s::bytea[]) AS a(part, kind, token)),
                likely AS MATERIALIZED (
                  SELECT t.person_id, array_agg(DISTINCT a.kind) AS kinds,
                    bool_or(a.part = {_KNOWN}) AS known, bool_or(a.part = {_BORN}) AS born, count(*) AS agreeing,
                    count(DISTINCT a.part) FILTER (WHERE a.part >= 0) AS parts,
                    count(DISTINCT a.part) FILTER (WHERE a.part >= 0 AND a.kind <> 'letter') AS whole
                  FROM asked AS a JOIN people_persontoken AS t ON t.kind = a.kind AND t.token = a.token
                  WHERE t.area_id = %s GROUP BY t.person_id)
                SELECT person_id, kinds FROM likely
                WHERE (known OR (born AND whole > 0) OR (parts >= 2 AND whole > 0)) AND person_id IN ({inside})
                ORDER BY known DESC, born DESC, whole DESC, agreeing DESC, person_id
                LIMIT {_OPENED}""",
            [
                [part for part, _k, _t in asked],
                [k for _p, k, _t in asked],
                [t for _p, _k, t in asked],
                area_id,
                *params,
            ],
        )
        return {person_id: frozenset(kinds) for person_id, kinds in cursor.fetchall()}


def _asked(area_id: UUID, typed: Typed) -> Iterator[tuple[int, str, bytes]]:
    for number, part in enumerate(typed.names):
        for kind, value in tokens.of_name(area_id, part):
            if len(part) > 1 or kind == "letter":
                yield number, kind, value
    for day in nearby(typed.birth_date):
        yield _BORN, "birth_date", token(area_id, "birth_date", day)
    direct = [tokens.of_way(area_id, channel, way) for channel, way in typed.ways]
    direct += [tokens.of_number(area_id, kind, number) for kind, number in typed.numbers.items()]
    for kind, value in chain.from_iterable(direct):
        yield _KNOWN, kind, value
