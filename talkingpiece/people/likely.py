"""Who of the people known in an area one new record may be: found by keyed tokens, weighed by the linkage model.

Nothing is decided here. What a weight means, and who may see it, is for the room that asks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from talkingpiece.linkage import model, names, records, scorer, standardise
from talkingpiece.linkage.records import Standard
from talkingpiece.linkage.scorer import Scored
from talkingpiece.people.models import ContactPoint, Number, Person
from talkingpiece.people.states import Channel, NumberKind
from talkingpiece.protection.tokens import token

Ways = Iterable[tuple[str, str]]
# As many are opened and weighed at most: a token that more people share says too little to begin with.
MOST = 60
_COLUMN = {Channel.CALL: "phone", Channel.VOICEMAIL: "phone", Channel.TEXT: "phone", Channel.EMAIL: "email"}
_NUMBER = {NumberKind.PRISON: "nomis", NumberKind.CRN: "crn"}


@dataclass(frozen=True)
class Asked:
    """Somebody as a list or a call names them; `birth_date` as an ISO date, or empty."""

    name: str
    birth_date: str = ""
    ways: tuple[tuple[str, str], ...] = ()
    numbers: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Likely:
    person_id: UUID
    scored: Scored
    band: str


def likely_same(area_id: UUID, asked: Asked, *, used: model.Model | None = None) -> list[Likely]:
    """People of the area who may be this one, the surest first; only those who are at least for review."""
    linkage = used or model.load()
    found = _meeting(area_id, asked)
    if not found:
        return []
    among = people_known()
    mine = standard_of(asked.name, asked.birth_date, asked.ways, asked.numbers or {})
    holders = holders_of(linkage, among)
    weighed = []
    for person_id, theirs in opened(found).items():
        scored = scorer.score(linkage, mine, theirs, records=among, holders=holders)
        if (band := scored.band(linkage)) != "no":
            weighed.append(Likely(person_id, scored, band))
    return sorted(weighed, key=lambda one: (-one.scored.weight, one.person_id))


def holders_of(linkage: model.Model, among: int) -> scorer.Holders:
    """How many share a value, as the model says of any: counting would open everybody."""
    usual = {level.by: level.u or 0.0 for c in linkage.comparisons for level in c.levels if level.by}
    return lambda column, _value: round(usual[column] * among)


def standard_of(name: str, birth_date: str, ways: Ways, numbers: Mapping[str, str]) -> Standard:
    given, family = names.divided(name)
    record: dict[str, str | None] = {"forename": given, "surname": family, "dob": birth_date}
    for channel, value in ways:
        if channel == Channel.POST:
            code = standardise.postcode(value)
            record.setdefault("postcode", code)
            record.setdefault("address", _before(value, code))
        else:
            record.setdefault(_COLUMN[Channel(channel)], value)
    record |= {_NUMBER[NumberKind(kind)]: value for kind, value in numbers.items()}
    return records.standard(record)


def _before(address: str, postcode: str) -> str:
    """The first line; what follows differs from list to list."""
    first = next((part.strip() for part in address.replace("\n", ",").split(",") if part.strip()), "")
    return first.replace(postcode, "") if postcode else first


def _meeting(area_id: UUID, asked: Asked) -> list[UUID]:
    """Who shares a telephone, an address, a number, or the sound of a name with a date of birth that is as good as the
    same. One query, by the index of tokens."""
    direct = [
        token(area_id, kind, value) for kind, value in (*_of_ways(asked.ways), *(asked.numbers or {}).items()) if value
    ]
    born = [token(area_id, "birth_date", one) for one in nearby(asked.birth_date)]
    sounds = [token(area_id, "sound", standardise.phonetic(part)) for part in standardise.name_parts(asked.name)]
    if not direct and not (born and sounds):
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT person_id FROM (
                 SELECT person_id FROM people_persontoken WHERE area_id = %(area)s AND token = ANY(%(direct)s)
                   AND kind = ANY(%(kinds)s)
                 UNION
                 SELECT b.person_id FROM people_persontoken AS b JOIN people_persontoken AS s
                   ON s.person_id = b.person_id AND s.kind = 'sound' AND s.token = ANY(%(sounds)s)
                   WHERE b.area_id = %(area)s AND b.kind = 'birth_date' AND b.token = ANY(%(born)s)
               ) AS met ORDER BY person_id LIMIT %(most)s""",
            {
                "area": area_id,
                "direct": direct,
                "kinds": ["phone", "email", "postcode", *NumberKind.values],
                "sounds": sounds,
                "born": born,
                "most": MOST,
            },
        )
        return [person_id for (person_id,) in cursor.fetchall()]


def _of_ways(ways: Ways) -> Iterable[tuple[str, str]]:
    for channel, value in ways:
        if channel == Channel.POST:
            yield "postcode", standardise.postcode(value)
        elif channel == Channel.EMAIL:
            yield "email", standardise.email(value)
        else:
            yield "phone", standardise.phone(value)


def nearby(birth_date: str) -> list[str]:
    """The day, with its month in its place, and the first of January, which stands where only the year is known."""
    if not birth_date:
        return []
    born = date.fromisoformat(birth_date)
    swapped = [born.replace(month=born.day, day=born.month)] if born.day <= 12 else []
    return list(dict.fromkeys(one.isoformat() for one in (born, *swapped, born.replace(month=1, day=1))))


def people_known() -> int:
    """As the planner of the database estimates it: a count would read every row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'people_person'::regclass")
        [(estimated,)] = cursor.fetchall()
    return max(int(estimated), 1)


def opened(person_ids: list[UUID]) -> dict[UUID, Standard]:
    ways: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for point in ContactPoint.objects.filter(person_id__in=person_ids, ended_at__isnull=True).only(
        "person_id", "channel", "value", "key_id"
    ):
        ways[point.person_id].append((point.channel, str(point.value)))
    numbers: dict[UUID, dict[str, str]] = defaultdict(dict)
    for number in Number.objects.filter(person_id__in=person_ids, ended_at__isnull=True):
        numbers[number.person_id][number.kind] = str(number.value)
    people = Person.objects.filter(pk__in=person_ids).only("called", "full_name", "birth_date", "key_id")
    return {
        person.pk: standard_of(person.name, str(person.birth_date), ways[person.pk], numbers[person.pk])
        for person in people
    }
