from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Q

from talkingpiece.linkage import standardise
from talkingpiece.people.models import Conflict, ContactHold, ContactPoint, Merge, Number, Person, PersonToken
from talkingpiece.people.safe import Rule, is_safe_at
from talkingpiece.people.states import NumberKind
from talkingpiece.people.tokens import WIDE, Token
from talkingpiece.protection.tokens import token


@dataclass(frozen=True)
class Alike:
    """A person who may be the same, and in what they agree: kinds of tokens, never a score."""

    person: Person
    agrees: frozenset[str]
    kinds: tuple[str, ...] = ()  # the same, each as often as it agrees


# What is worth showing: an identifier that is equal, or a name together with something else.
_STRONG = frozenset({"phone", "email", *NumberKind.values})


def is_child(birth_date: str, on: date) -> bool:
    """Under 18 on that day. `birth_date` as a person holds it: an ISO date, or empty where nobody knows it."""
    if not birth_date:
        return False
    born = date.fromisoformat(birth_date)
    return (on.year - born.year, on.month, on.day) < (18, born.month, born.day)


def rule_of(point: ContactPoint) -> Rule:
    return Rule(point.days, point.from_time, point.to_time, point.if_answered)


# Two records, one person


def same_people(person_ids: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """For each of these records, every record that is read as the same person: itself, and what it was merged with."""
    asked = set(person_ids)
    links: dict[UUID, set[UUID]] = defaultdict(set)
    known, frontier = set(asked), asked
    while frontier:
        touching = Q(kept_id__in=frontier) | Q(merged_id__in=frontier)
        found = Merge.objects.standing().filter(touching, undone_at__isnull=True).values_list("kept_id", "merged_id")
        reached: set[UUID] = set()
        for kept, merged in found:
            links[kept].add(merged)
            links[merged].add(kept)
            reached |= {kept, merged}
        frontier = reached - known
        known |= reached
    return {person_id: _reachable(person_id, links) for person_id in asked}


def _reachable(start: UUID, links: Mapping[UUID, set[UUID]]) -> frozenset[UUID]:
    seen, frontier = {start}, {start}
    while frontier:
        frontier = {other for one in frontier for other in links.get(one, ())} - seen
        seen |= frontier
    return frozenset(seen)


def one_person(person_id: UUID) -> frozenset[UUID]:
    """Every record of this person; in a merge nothing is rewritten, so whoever asks of a person asks of all these."""
    return same_people([person_id])[person_id]


def known_to(user_id: UUID) -> set[UUID]:
    """Every record of everybody with whom this worker is not to work, as far as was declared."""
    declared = Conflict.objects.standing().filter(user_id=user_id).values_list("person_id", flat=True)
    return {one for group in same_people(declared).values() for one in group}


def kept_of(person_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """For each record the one that it is read as: itself unless it was merged."""
    asked = set(person_ids)
    same = same_people(asked)
    everybody = {one for group in same.values() for one in group}
    merged = Merge.objects.standing().filter(merged_id__in=everybody, undone_at__isnull=True)
    read_as = dict(merged.values_list("merged_id", "kept_id"))
    return {pk: next((one for one in sorted(same[pk]) if one not in read_as), pk) for pk in asked}


def merges_of(person_id: UUID) -> list[Merge]:
    """Merges of this person's records that stand, the newest first."""
    group = one_person(person_id)
    found = Merge.objects.standing().filter(Q(kept_id__in=group) | Q(merged_id__in=group), undone_at__isnull=True)
    return list(found.select_related("kept", "merged", "recorded_by").order_by("-happened_at"))


def contact_hold(person_id: UUID) -> ContactHold | None:
    """What they asked to be changed about how we reach them, and nobody has confirmed with them yet."""
    return ContactHold.objects.filter(person_id__in=one_person(person_id), lifted_at__isnull=True).first()


def ways_of(person_id: UUID) -> list[ContactPoint]:
    """The ways that are safe for this person, calls first; those of every record of theirs."""
    order = {channel: n for n, channel in enumerate(("call", "voicemail", "text", "email", "post"))}
    found = ContactPoint.objects.filter(person_id__in=one_person(person_id), ended_at__isnull=True)
    return sorted(found.order_by("confirmed_at"), key=lambda point: order[point.channel])


def ways_of_many(person_ids: Iterable[UUID]) -> dict[UUID, list[ContactPoint]]:
    same = same_people(person_ids)
    everybody = {one for group in same.values() for one in group}
    by_record: dict[UUID, list[ContactPoint]] = defaultdict(list)
    for point in ContactPoint.objects.filter(person_id__in=everybody, ended_at__isnull=True).order_by("channel"):
        by_record[point.person_id].append(point)
    ways: dict[UUID, list[ContactPoint]] = defaultdict(list)
    for person_id, group in same.items():
        found = [point for one in sorted(group) for point in by_record.get(one, ())]
        if found:
            ways[person_id] = sorted(found, key=lambda point: point.channel)
    return ways


def numbers_of(person_id: UUID) -> dict[str, str]:
    """By kind: the numbers by which they are known now, of whichever record of theirs; the newest counts."""
    found = Number.objects.filter(person_id__in=one_person(person_id), ended_at__isnull=True)
    return {row.kind: str(row.value) for row in found.order_by("since")}


def known_as(area_id: UUID, numbers: Iterable[Token]) -> set[UUID]:
    """Every record of whoever is known by one of these numbers, now or once. The same queries for one who is not."""
    kinds = {kind for kind, _value in numbers}
    held = PersonToken.objects.filter(
        area_id=area_id, kind__in=kinds & set(NumberKind.values), token__in=[value for _kind, value in numbers]
    )
    found = set(held.values_list("person_id", flat=True))
    return {one for group in same_people(found).values() for one in group}


def sharing_numbers(area_ids: Iterable[UUID]) -> list[frozenset[UUID]]:
    """People with a number in common whom nobody has called one person: a mistake, or one person with two records."""
    rows = PersonToken.objects.filter(area_id__in=list(area_ids), kind__in=NumberKind.values)
    holders: dict[tuple[UUID, str, bytes], set[UUID]] = defaultdict(set)
    for area_id, kind, value, person_id in rows.values_list("area_id", "kind", "token", "person_id"):
        holders[area_id, kind, bytes(value)].add(person_id)
    shared = [people for people in holders.values() if len(people) > 1]
    read_as = kept_of({pk for people in shared for pk in people}) if shared else {}
    found = {frozenset(read_as[pk] for pk in people) for people in shared}
    return sorted((group for group in found if len(group) > 1), key=sorted)


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
    return people_like_each(area_id, {"": tokens})[""]


K = TypeVar("K")


def people_like_each(area_id: UUID, wanted: Mapping[K, Iterable[Token]]) -> dict[K, list[Alike]]:
    """`people_like` for many at once, in the same number of queries. Records merged into one are that one."""
    asked = {key: {one for one in tokens if one[0] not in WIDE} for key, tokens in wanted.items()}
    values = {value for tokens in asked.values() for _kind, value in tokens}
    holders: dict[Token, set[UUID]] = defaultdict(set)
    rows = PersonToken.objects.filter(area_id=area_id, token__in=values) if values else PersonToken.objects.none()
    for person_id, kind, value in rows.values_list("person_id", "kind", "token"):
        holders[kind, bytes(value)].add(person_id)
    agreements = {key: _agreements(tokens, holders) for key, tokens in asked.items()}
    read_as = kept_of(person for found in agreements.values() for person in found)
    people = Person.objects.in_bulk(set(read_as.values()))
    return {key: _alike(found, read_as, people) for key, found in agreements.items()}


def _agreements(tokens: Iterable[Token], holders: Mapping[Token, set[UUID]]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    for one in tokens:
        for person_id in holders.get(one, ()):
            found[person_id].append(one[0])
    return {person: kinds for person, kinds in found.items() if worth_showing(kinds)}


def _alike(found: Mapping[UUID, list[str]], read_as: Mapping[UUID, UUID], people: Mapping[UUID, Person]) -> list[Alike]:
    agrees: dict[UUID, list[str]] = defaultdict(list)
    for person_id, kinds in found.items():
        agrees[read_as[person_id]] += kinds
    alike = [Alike(people[pk], frozenset(kinds), tuple(sorted(kinds))) for pk, kinds in agrees.items() if pk in people]
    return sorted(alike, key=lambda one: (-len(one.agrees), str(one.person.pk)))


def worth_showing(kinds: list[str]) -> bool:
    names = kinds.count("name")
    sounds = kinds.count("sound")
    return bool(_STRONG & set(kinds)) or names >= 2 or sounds >= 2 or (sounds >= 1 and "birth_date" in kinds)


def agree_as_one(kinds: Iterable[str]) -> bool:
    """So much agrees that nobody has to look: a whole name with a way to reach them, or half of one with a birth date
    besides. A name and a birth date alone, or what a household shares, are not enough."""
    found = list(kinds)
    names, way = max(found.count("name"), found.count("sound")), bool(_STRONG & set(found))
    born, home = "birth_date" in found, "postcode" in found
    return (names >= 2 and (way or (born and home))) or (names >= 1 and born and way)


def search(area_id: UUID, words: str) -> list[UUID]:
    """Ids of people whose name has all of these words (as written or as it sounds), or who have this number.

    With every record that is read as the same person, so that their cases are found by either name.
    """
    return sorted({one for group in same_people(_search(area_id, words)).values() for one in group})


def _search(area_id: UUID, words: str) -> set[UUID]:
    number = standardise.phone(words)
    if number:
        hits = PersonToken.objects.filter(area_id=area_id, kind="phone", token=token(area_id, "phone", number))
        return set(hits.values_list("person_id", flat=True))
    for kind in NumberKind.values:
        if known := standardise.number(kind, words):
            held = PersonToken.objects.filter(area_id=area_id, kind=kind, token=token(area_id, kind, known))
            return set(held.values_list("person_id", flat=True))
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
    return ids or set()
