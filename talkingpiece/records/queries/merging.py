"""Two records that may be one person, as far as whoever looks may know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from talkingpiece.cases.models import Case, Companion, Responsible
from talkingpiece.cases.queries import cases_with
from talkingpiece.people.models import Person, PersonToken
from talkingpiece.people.queries import Alike, kept_of, one_person, people_like, same_people
from talkingpiece.protection.classes import Side


@dataclass(frozen=True)
class Sides:
    """From which sides somebody is known, by whichever record of theirs."""

    victim: bool
    offender: bool


def sides_of(person_ids: Iterable[UUID]) -> Sides:
    group = {one for same in same_people(person_ids).values() for one in same}
    beside = set(Companion.objects.filter(person_id__in=group).values_list("side", flat=True))
    return Sides(
        victim=Side.VICTIM in beside or Case.objects.filter(victim_id__in=group).exists(),
        offender=Side.OFFENDER in beside or Responsible.objects.filter(person_id__in=group).exists(),
    )


def same_side(person_ids: Iterable[UUID]) -> bool:
    """Whether nobody of them is a victim somewhere while one of them is an offender somewhere."""
    sides = sides_of(person_ids)
    return not (sides.victim and sides.offender)


def alike_to(person: Person) -> list[Alike]:
    """Others of the same side who may be this person. Of anybody else nothing is said, not even that they exist."""
    group = one_person(person.pk)
    rows = PersonToken.objects.filter(person_id__in=group).values_list("kind", "token")
    found = people_like(person.area_id, [(kind, bytes(value)) for kind, value in rows])
    return [one for one in found if one.person.pk not in group and same_side([person.pk, one.person.pk])]


def read_as(person_id: UUID) -> UUID:
    return kept_of([person_id])[person_id]


def cases_of(person: Person) -> list[Case]:
    return list(cases_with([person.pk]).distinct().order_by("-opened_at"))


def open_beside(case: Case) -> list[Case]:
    """Other open cases of the same victim, known since two records were found to be one person."""
    if not case.is_open:
        return []
    group = one_person(case.victim_id)
    if len(group) == 1:
        return []
    found = Case.objects.filter(victim_id__in=group, ended_at__isnull=True).exclude(pk=case.pk)
    return list(found.order_by("opened_at"))
