from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from talkingpiece.linkage import standardise
from talkingpiece.people.models import ContactPoint, Person, PersonToken
from talkingpiece.people.safe import Rule, is_safe_at
from talkingpiece.people.tokens import Token


@dataclass(frozen=True)
class Alike:
    """A person who may be the same, and in what they agree: kinds of tokens, never a score."""

    person: Person
    agrees: frozenset[str]


# What is worth showing: an identifier that is equal, or a name together with something else.
_STRONG = frozenset({"phone", "email"})


def is_child(birth_date: str, on: date) -> bool:
    """Under 18 on that day. `birth_date` as a person holds it: an ISO date, or empty where nobody knows it."""
    if not birth_date:
        return False
    born = date.fromisoformat(birth_date)
    return (on.year - born.year, on.month, on.day) < (18, born.month, born.day)


def rule_of(point: ContactPoint) -> Rule:
    return Rule(point.days, point.from_time, point.to_time, point.if_answered)


def ways_of(person_id: UUID) -> list[ContactPoint]:
    """The ways that are safe for this person, calls first."""
    order = {channel: n for n, channel in enumerate(("call", "voicemail", "text", "email", "post"))}
    found = ContactPoint.objects.filter(person_id=person_id, ended_at__isnull=True).order_by("confirmed_at")
    return sorted(found, key=lambda point: order[point.channel])


def ways_of_many(person_ids: Iterable[UUID]) -> dict[UUID, list[ContactPoint]]:
    ways: dict[UUID, list[ContactPoint]] = defaultdict(list)
    for point in ContactPoint.objects.filter(person_id__in=list(person_ids), ended_at__isnull=True).order_by("channel"):
        ways[point.person_id].append(point)
    return ways


def safe_to_call_now(points: Iterable[ContactPoint], at: datetime) -> ContactPoint | None:
    """The first number that may be called at this moment, if there is one."""
    for point in points:
        if point.channel == "call" and is_safe_at(rule_of(point), at):
            return point
    return None


def people_like(area_id: UUID, tokens: Iterable[Token]) -> list[Alike]:
    """People of the area who agree in an identifier, in two name parts, or in a name and a birth date.

    A name and a birth date alone never say that two records are one person; they are shown for somebody to judge.
    """
    wanted: Q = Q(pk__in=[])
    for kind, value in tokens:
        if kind != "letter":
            wanted |= Q(kind=kind, token=value)
    agreements: dict[UUID, list[str]] = defaultdict(list)
    for person_id, kind in PersonToken.objects.filter(wanted, area_id=area_id).values_list("person_id", "kind"):
        agreements[person_id].append(kind)
    likely = {person: kinds for person, kinds in agreements.items() if worth_showing(kinds)}
    found = Person.objects.filter(pk__in=likely)
    return sorted(
        (Alike(person, frozenset(likely[person.pk])) for person in found),
        key=lambda alike: (-len(alike.agrees), str(alike.person.pk)),
    )


def worth_showing(kinds: list[str]) -> bool:
    names = kinds.count("name")
    sounds = kinds.count("sound")
    return bool(_STRONG & set(kinds)) or names >= 2 or sounds >= 2 or (sounds >= 1 and "birth_date" in kinds)


def search(area_id: UUID, words: str) -> list[UUID]:
    """Ids of people whose name has all of these words (as written or as it sounds), or who have this number."""
    from talkingpiece.protection.tokens import token

    number = standardise.phone(words)
    if number:
        hits = PersonToken.objects.filter(area_id=area_id, kind="phone", token=token(area_id, "phone", number))
        return list(hits.values_list("person_id", flat=True))
    ids: set[UUID] | None = None
    for part in standardise.name_parts(words):
        if len(part) == 1:
            match = Q(kind="letter", token=token(area_id, "letter", part))
        else:
            match = Q(kind="name", token=token(area_id, "name", part)) | Q(
                kind="sound", token=token(area_id, "sound", standardise.phonetic(part))
            )
        hit = set(PersonToken.objects.filter(match, area_id=area_id).values_list("person_id", flat=True))
        ids = hit if ids is None else ids & hit
    return sorted(ids or set())
