"""Who can be asked to a meeting that is planned from a case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from talkingpiece.accounts.models import User
from talkingpiece.cases.access import visible_cases
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import responsibles
from talkingpiece.consents.models import Consent
from talkingpiece.consents.queries import live
from talkingpiece.consents.states import Item
from talkingpiece.meetings.models import Meeting, Part, Participant
from talkingpiece.meetings.queries.planned import Place
from talkingpiece.protection.classes import Side


def invitable(case: Case, user: User, meeting: Meeting | None = None) -> list[Place]:
    """The people of the case; whoever came with them before; other victims of the same incident, if their cases are
    open and the user works on them; and whoever has a place at this meeting already."""
    found: dict[UUID, Place] = {}
    for place in [*_own(case), *_supporters(case), *_same_incident(case, user), *_seated(meeting)]:
        found.setdefault(place.person.pk, place)
    return list(found.values())


def _own(case: Case) -> Iterator[Place]:
    yield Place(case.victim, Part.VICTIM, Side.VICTIM, case)
    for responsible in responsibles(case.pk):
        yield Place(responsible.person, Part.OFFENDER, Side.OFFENDER, case)


def _supporters(case: Case) -> Iterator[Place]:
    came = Participant.objects.filter(case=case, part=Part.SUPPORTER).select_related("person")
    for seat in came.order_by("pk"):
        yield Place(seat.person, Part.SUPPORTER, Side(seat.side), case)
    asked = Consent.objects.filter(case=case, error_at__isnull=True).select_related("person")
    for consent in asked.order_by("happened_at"):
        yield Place(consent.person, Part.SUPPORTER, Side(consent.side), case)


def _same_incident(case: Case, user: User) -> Iterator[Place]:
    others = visible_cases(user).filter(incident_id=case.incident_id, ended_at__isnull=True).exclude(pk=case.pk)
    for other in others.select_related("victim").order_by("pk"):
        yield Place(other.victim, Part.VICTIM, Side.VICTIM, other)


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
