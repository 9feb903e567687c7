"""Which rows of a case this room shows: loaded through the opened case; strangers get the 404 of what is not there."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record_reading
from talkingpiece.cases.access import Opened, closed_to, get_case, may
from talkingpiece.core import clock
from talkingpiece.engagement.models import LegalVisit, StanceTaken, Visit
from talkingpiece.engagement.queries import Somebody, asked_of, legal_visits_of, somebody, works_on
from talkingpiece.protection.classes import Side

T = TypeVar("T")


def require(opened: Opened, act: Act) -> None:
    """Raises Http404 unless whoever opened the case may do `act` on it."""
    if not may(opened, act):
        raise Http404


def may_answer(opened: Opened, user: User) -> bool:
    """Whether they may answer as a supervisor: never about work of their own."""
    return may(opened, Act.APPROACH_SUPERVISE) and not works_on(opened.case, user)


def get_somebody(opened: Opened, person_id: UUID) -> Somebody:
    found = somebody(opened.case, person_id)
    if found is None:
        raise Http404
    return found


def get_in_need(opened: Opened, person_id: UUID) -> Somebody:
    """Raises Http404 for somebody of whom no needs are asked."""
    found = get_somebody(opened, person_id)
    if not found.has_needs:
        raise Http404
    return found


def get_visit(opened: Opened, visit_id: UUID) -> Visit:
    found = Visit.objects.select_related("person", "case", "worker", "with_user")
    return _found(found.filter(case=opened.case, pk=visit_id).first())


def get_own_visit(user: User, reference: str, visit_id: UUID) -> Visit:
    """A visit for whoever goes there, also a colleague who only comes along, and for whoever works on the case.

    Raises Http404 for everybody else.
    """
    visits = Visit.objects.select_related("person", "case", "worker", "with_user")
    visits = visits.filter(pk=visit_id, case__reference=reference)
    going = visits.filter(Q(worker=user) | Q(with_user=user)).exclude(case__in=closed_to(user)).first()
    if going is not None:
        return going
    # Asked before the visit is looked for: to a stranger, one that is there is as one that is not.
    get_case(user, reference, act=Act.CASE_WORK)
    return _found(visits.first())


def get_legal_visit(opened: Opened, ask_id: UUID) -> LegalVisit:
    return _found(next((row for row in legal_visits_of(opened.case.pk) if row.pk == ask_id), None))


def get_asked_of(user: User, ask_id: UUID) -> LegalVisit:
    """A request to somebody's own agency. Raises Http404 for everybody else, also when its ground is gone."""
    return _found(next((row for row in asked_of(user, clock.now()) if row.pk == ask_id), None))


def get_stance(opened: Opened, stance_id: UUID) -> StanceTaken:
    found = StanceTaken.objects.select_related("responsible__person", "recorded_by", "exception_by")
    return _found(found.filter(case=opened.case, pk=stance_id, error_at__isnull=True).first())


def read(opened: Opened, user: User, page: str, side: Side) -> None:
    """The reading of what this page shows of somebody's file goes into the trail."""
    record_reading(f"{page}.read", by=user, about=opened.case, side=side, case_id=opened.case.pk)


def _found(row: T | None) -> T:
    if row is None:
        raise Http404
    return row
