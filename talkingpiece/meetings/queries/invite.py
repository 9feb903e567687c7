"""Who can be asked to a meeting that is planned from a case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from talkingpiece.accounts.models import User
from talkingpiece.cases.access import visible_cases
from talkingpiece.cases.models import Case, Companion
from talkingpiece.cases.queries import approaches, companions, responsibles
from talkingpiece.consents.models import Consent
from talkingpiece.consents.queries import live
from talkingpiece.consents.states import Item
from talkingpiece.meetings.models import OF_NO_CASE, Meeting, Part, Participant
from talkingpiece.meetings.queries.planned import Place
from talkingpiece.protection.classes import Side


def invitable(case: Case, user: User, meeting: Meeting | None = None, *, on: date) -> list[Place]:
    """The people of the case, and whoever comes beside them; victims of other open cases on which the user works too,
    of the same incident or who chose a way that is open to others; people of the service who sat in such a meeting
    before; and whoever has a place at this one already."""
    found: dict[UUID, Place] = {}
    for place in [
        *_own(case),
        *_beside(case),
        *_same_incident(case, user),
        *_chose_too(case, user, on),
        *_of_the_service(case),
        *_seated(meeting),
    ]:
        found.setdefault(place.person.pk, place)
    return list(found.values())


def _own(case: Case) -> Iterator[Place]:
    yield Place(case.victim, Part.VICTIM, Side.VICTIM, case)
    for responsible in responsibles(case.pk):
        yield Place(responsible.person, Part.OFFENDER, Side.OFFENDER, case)


def _beside(case: Case) -> Iterator[Place]:
    for one in companions(case.pk):
        yield Place(one.person, one.part, Side(one.side), case)
    gone = Companion.objects.filter(case=case, ended_at__isnull=False).values("person_id")
    came = Participant.objects.filter(case=case).exclude(part__in=[Part.VICTIM, Part.OFFENDER])
    came = came.exclude(person_id__in=gone)
    for seat in came.select_related("person").order_by("pk"):
        yield Place(seat.person, seat.part, Side(seat.side), case)
    service = Participant.objects.filter(area_id=case.area_id, part__in=OF_NO_CASE).values("person_id")
    asked = Consent.objects.filter(case=case, error_at__isnull=True).exclude(person_id__in=service)
    asked = asked.exclude(person_id__in=gone)
    for consent in asked.select_related("person").order_by("happened_at"):
        yield Place(consent.person, Part.SUPPORTER, Side(consent.side), case)


def _same_incident(case: Case, user: User) -> Iterator[Place]:
    for other in _others(case, user).filter(incident_id=case.incident_id):
        yield Place(other.victim, Part.VICTIM, Side.VICTIM, other)


def _chose_too(case: Case, user: User, on: date) -> Iterator[Place]:
    """Each of them said themselves that they would like it."""
    keys = [one.key for one in approaches(case).approaches if one.open_to_cases]
    others = {other.pk: other for other in _others(case, user)} if keys else {}
    chosen = live(others, on=on).filter(item=Item.MODE, target__in=keys).order_by("pk")
    for consent in chosen:
        other = others[consent.case_id]
        if consent.person_id == other.victim_id:
            yield Place(other.victim, Part.VICTIM, Side.VICTIM, other)


def _others(case: Case, user: User) -> QuerySet[Case]:
    found = visible_cases(user).filter(area_id=case.area_id, ended_at__isnull=True).exclude(pk=case.pk)
    return found.select_related("victim").order_by("pk")


def _of_the_service(case: Case) -> Iterator[Place]:
    """Keepers and people from the community who sat in a meeting of this area before."""
    came = Participant.objects.filter(area_id=case.area_id, case__isnull=True, part__in=[Part.KEEPER, Part.COMMUNITY])
    for seat in came.select_related("person").order_by("part", "pk"):
        yield Place(seat.person, seat.part, Side(seat.side), None)


def _seated(meeting: Meeting | None) -> Iterator[Place]:
    if meeting is None:
        return
    for seat in Participant.objects.filter(meeting=meeting).select_related("person", "case__victim"):
        yield Place(seat.person, seat.part, Side(seat.side), seat.case, str(seat.pk))


def may_be_told(case: Case, on: date) -> dict[tuple[UUID, str], str]:
    """What each lets us tell another of their choice, in their own words: (who, id of whom) to the words."""
    found = live([case.pk], on=on).filter(item=Item.SHARE)
    return {(consent.person_id, consent.target): consent.wording for consent in found}


def choices(case: Case, approach: str, on: date) -> dict[UUID, Consent]:
    """Who has chosen this way of communicating, by person."""
    found = live([case.pk], on=on).filter(item=Item.MODE, target=approach)
    return {consent.person_id: consent for consent in found}
