"""Whether somebody who is about to be entered is known already: as far as whoever asks may know it, and no further.

Only people of cases that they see, in the part in which the new one would be entered: who is known from the other side
is nobody's to find here, and is a conflict check for a privacy officer (identification). Whoever is not theirs to see
changes no byte of the answer and no query.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from talkingpiece.accounts.access import areas_with
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.decide import decide
from talkingpiece.accounts.models import User
from talkingpiece.audit.models import Event
from talkingpiece.audit.services import record_search
from talkingpiece.cases.access import relation_to, visible_cases
from talkingpiece.cases.models import Case, Companion, Responsible
from talkingpiece.core import clock
from talkingpiece.people.asking import Typed, read
from talkingpiece.people.found import people_meant
from talkingpiece.people.models import Person
from talkingpiece.people.queries import same_people
from talkingpiece.protection.classes import DataClass, Side
from talkingpiece.protection.tokens import token

SHOWN = 5
# So long a page is typed on; after that the same answer is an entry of its own again.
_ONE_PAGE = timedelta(hours=1)
LOOKED_FOR = "person.looked_for"


class As(StrEnum):
    """The part in which somebody is about to be entered."""

    VICTIM = "victim"
    RESPONSIBLE = "responsible"
    BESIDE = "beside"


@dataclass(frozen=True)
class Known:
    """Somebody who may be meant, in what they agree, and their cases that the searcher sees, open ones first."""

    person: Person
    agrees: frozenset[str]
    cases: tuple[Case, ...]


def look(user: User, area_id: UUID, words: str, part: As, *, page: str) -> list[Known]:
    """At most SHOWN + 1. Entered in the trail whenever somebody else is shown than a moment before on the same page."""
    typed = read(words)
    if not typed.is_enough:
        return []
    found = _look(user, area_id, typed, part)[: SHOWN + 1]
    _enter(user, area_id, words, [str(one.person.pk) for one in found], part, page)
    return found


def known_person(user: User, area_id: UUID, person_id: str, part: As) -> Person | None:
    """The person whom they chose, if they could have been shown to them."""
    try:
        person = Person.objects.filter(pk=UUID(person_id), area_id=area_id).first()
    except ValueError:
        return None
    return person if person is not None and _theirs(user, area_id, part, {person.pk}) else None


def chosen(user: User, area_id: UUID, person_id: str, part: As) -> Known | None:
    person = known_person(user, area_id, person_id, part)
    if person is None:
        return None
    return Known(person, frozenset(), tuple(_theirs(user, area_id, part, {person.pk})[person.pk]))


def areas_to_look_in(user: User) -> list[UUID]:
    return [area.pk for area in areas_with(user, Act.CASE_WORK)]


def _look(user: User, area_id: UUID, typed: Typed, part: As) -> list[Known]:
    cases = visible_cases(user).filter(area_id=area_id)
    by_reference = cases.filter(reference__in=typed.references)
    # The likeliest alone: of each that is shown it is asked what its cases are to whoever looks.
    likeliest = people_meant(area_id, typed, within=_people_of(cases, part))[: 2 * SHOWN]
    meant = {one.person.pk: one for one in likeliest}
    named = {pk: frozenset({"reference"}) for pk in _people_of(by_reference, part).distinct()[:SHOWN]}
    theirs = _theirs(user, area_id, part, {*meant, *named})
    others = Person.objects.in_bulk(set(named) - set(meant))
    found = [
        Known(one.person, one.agrees | named.get(pk, frozenset()), tuple(theirs.get(pk, ())))
        for pk, one in meant.items()
    ]
    found += [Known(person, named[pk], tuple(theirs.get(pk, ()))) for pk, person in others.items()]
    return _each_once([one for one in found if one.cases])


def _each_once(found: list[Known]) -> list[Known]:
    """Two records that are read as one person are one line."""
    same, seen, kept = same_people(one.person.pk for one in found), set[UUID](), []
    for one in sorted(found, key=lambda one: "reference" not in one.agrees):
        if one.person.pk not in seen:
            kept.append(one)
        seen |= same[one.person.pk]
    return kept


def _people_of(cases: QuerySet[Case], part: As) -> QuerySet[Any, Any]:
    """Ids of whoever has this part in one of these cases."""
    if part is As.VICTIM:
        return cases.order_by().values_list("victim_id", flat=True)
    rows: type[Responsible] | type[Companion] = Responsible if part is As.RESPONSIBLE else Companion
    return rows.objects.filter(case__in=cases).order_by().values_list("person_id", flat=True)


def _theirs(user: User, area_id: UUID, part: As, person_ids: set[UUID]) -> dict[UUID, list[Case]]:
    """Of each of these people the cases in which they have this part, and of which the user may know."""
    if not person_ids:
        return {}
    where = {
        As.VICTIM: Q(victim_id__in=person_ids),
        As.RESPONSIBLE: Q(responsibles__person_id__in=person_ids),
        As.BESIDE: Q(companions__person_id__in=person_ids),
    }[part]
    found = visible_cases(user).filter(where, area_id=area_id).distinct().order_by("-opened_at")
    cases = sorted(found.select_related("victim"), key=lambda case: not case.is_open)
    having = _with_part(cases, part)
    told: dict[UUID, list[Case]] = {}
    for case in cases:
        if decide(Act.CASE_SEE, DataClass.V0, relation_to(user, case), "", clock.now(), side=Side.VICTIM).allow:
            for person_id in person_ids & having[case.pk]:
                told.setdefault(person_id, []).append(case)
    return told


def _with_part(cases: list[Case], part: As) -> dict[UUID, set[UUID]]:
    """Of each case the people who have this part in it."""
    having: dict[UUID, set[UUID]] = {case.pk: {case.victim_id} if part is As.VICTIM else set() for case in cases}
    if part is not As.VICTIM:
        rows: type[Responsible] | type[Companion] = Responsible if part is As.RESPONSIBLE else Companion
        for case_id, person_id in rows.objects.filter(case__in=cases).values_list("case_id", "person_id"):
            having[case_id].add(person_id)
    return having


def _enter(user: User, area_id: UUID, words: str, people: list[str], part: As, page: str) -> None:
    """The trail knows who was shown, and by a token whether the same words were looked for twice. While somebody types,
    the same answer to the next letter is not another entry."""
    earlier = Event.objects.filter(
        area_id=area_id, actor_id=user.pk, name=LOOKED_FOR, recorded_at__gte=clock.now() - _ONE_PAGE, detail__page=page
    )
    last = earlier.order_by("-recorded_at").first()
    if last is not None and last.detail["people"] == people:
        return
    mark = token(area_id, "search", " ".join(words.casefold().split())).hex()
    detail = {"words": mark, "found": len(people), "people": people, "as": str(part), "page": page}
    record_search(LOOKED_FOR, by=user, area_id=area_id, detail=detail)
