from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.queries import in_force
from talkingpiece.agreements.states import Category
from talkingpiece.areas.queries import section
from talkingpiece.cases.changes import NONE, Changes, Clearance
from talkingpiece.cases.legal_queries import changes_of, changes_of_many
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.consents.queries import live
from talkingpiece.consents.states import Item
from talkingpiece.core import clock
from talkingpiece.information_sharing.models import Consultation, Disclosure, InformationRequest
from talkingpiece.information_sharing.profile import Sharing
from talkingpiece.information_sharing.states import CATEGORY_OF, Consulted, Ground, Question, Whom

ConsultationState = Literal["consulted", "none", "supervisor_decided", "asked", "overdue", "not_asked"]

_WITH = ("responsible__person", "agency", "addressed_to", "disclosure__agreement", "answered_by", "closed_by")


def sharing(case: Case) -> Sharing:
    return section(case.area_id, case.profile_version, Sharing)


def requests_of(case_id: UUID) -> list[InformationRequest]:
    """Every request of the case, the newest first; those entered in error too."""
    found = InformationRequest.objects.filter(case_id=case_id).select_related("recorded_by", *_WITH)
    return list(found.order_by("-happened_at", "-recorded_at"))


def open_requests_in(case_ids: Iterable[UUID]) -> list[InformationRequest]:
    """Requests of these cases that wait for an answer, the longest overdue first."""
    found = InformationRequest.objects.filter(
        case_id__in=list(case_ids), answered_at__isnull=True, closed_at__isnull=True, error_at__isnull=True
    )
    rows = list(found.select_related("case", *_WITH).order_by("due_at"))
    gone = asked_of_another(rows)
    return [row for row in rows if row.pk not in gone]


def asked_of_another(requests: Iterable[InformationRequest]) -> set[UUID]:
    """Ids of those that wait for somebody who supervises the offender no longer: closed to them, to be asked again."""
    waiting = [row for row in requests if row.answered_at is None and row.closed_at is None]
    changes = changes_of_many({row.responsible_id for row in waiting})
    return {row.pk for row in waiting if is_of_another(row, changes[row.responsible_id])}


def is_of_another(row: InformationRequest, changes: Changes) -> bool:
    """Whether somebody else has taken over since they were asked; of one that waits."""
    return bool(changes.reopened(Clearance.CONSULTATION, row.happened_at, row.recorded_at))


def open_requests(case_id: UUID) -> list[InformationRequest]:
    return open_requests_in([case_id])


def latest_answer(responsible_id: UUID) -> InformationRequest | None:
    found = InformationRequest.objects.filter(
        responsible_id=responsible_id, answered_at__isnull=False, error_at__isnull=True
    )
    return found.select_related(*_WITH).order_by("-answered_at").first()


def consultation(case_id: UUID, responsible_id: UUID, whom: str, *, at: datetime | None = None) -> ConsultationState:
    """How far somebody was consulted. `at` is for what is overdue; without it, now."""
    if whom == Whom.OFFENDER_MANAGER:
        return _manager_consulted(case_id, responsible_id, at or clock.now())
    return _outside(case_id, None, whom) or "not_asked"


def _manager_consulted(case_id: UUID, responsible_id: UUID, at: datetime) -> ConsultationState:
    changes = changes_of(responsible_id)
    rows = InformationRequest.objects.standing().filter(responsible_id=responsible_id)
    if any(row.answered_at and _still_said(changes, row.answered_at) for row in rows):
        return "consulted"
    if recorded := _outside(case_id, responsible_id, Whom.OFFENDER_MANAGER, changes):
        return recorded
    if Responsible.objects.filter(pk=responsible_id, without_manager=True).exists():
        return "none"
    if any(row.closed_at and _still_said(changes, row.closed_at) for row in rows):
        return "supervisor_decided"
    waiting = [row for row in rows if not (row.answered_at or row.closed_at or is_of_another(row, changes))]
    if not waiting:
        return "not_asked"
    return "overdue" if min(row.due_at for row in waiting) < at else "asked"


def _still_said(changes: Changes, at: datetime, recorded_at: datetime | None = None) -> bool:
    """Nobody else has taken over since this was said."""
    return not changes.reopened(Clearance.CONSULTATION, at, recorded_at)


def _outside(
    case_id: UUID, responsible_id: UUID | None, whom: str, changes: Changes = NONE
) -> ConsultationState | None:
    rows = Consultation.objects.filter(case_id=case_id, whom=whom, error_at__isnull=True)
    rows = rows.filter(responsible_id=responsible_id) if responsible_id else rows.filter(responsible__isnull=True)
    newest = rows.order_by("-happened_at", "-recorded_at").first()
    if newest is None or not _still_said(changes, newest.happened_at, newest.recorded_at):
        return None
    return "consulted" if newest.outcome == Consulted.CONSULTED else "none"


def consultations_of(case_id: UUID) -> list[Consultation]:
    found = Consultation.objects.filter(case_id=case_id).select_related("recorded_by", "responsible__person")
    return list(found.order_by("-happened_at", "-recorded_at"))


def disclosures_of(case_id: UUID) -> list[Disclosure]:
    """Everything that left the service about the case, the newest first."""
    found = Disclosure.objects.filter(case_id=case_id).select_related("recorded_by", "agency", "recipient", "agreement")
    return list(found.order_by("-happened_at", "-recorded_at"))


def duty_disclosures_since(area_id: UUID, at: datetime) -> QuerySet[Disclosure]:
    """What was told under the third ground since `at`: for the case supervisors and coordinators of the area."""
    found = Disclosure.objects.filter(
        area_id=area_id, ground=Ground.DUTY, manager_told_at__gte=at, error_at__isnull=True
    )
    return found.select_related("case", "recorded_by", "agency").order_by("-manager_told_at")


def with_ground(
    requests: Iterable[InformationRequest], *, at: datetime, agreements: Iterable[Agreement] | None = None
) -> set[UUID]:
    """Ids of those requests whose ground still holds at that moment: what an agency may open.

    One sent under an agreement needs an agreement in force that covers it; one sent with a consent needs that
    consent, for the agency, still to be live. `agreements`: as if these were in force, and no others.
    """
    asked = list(requests)
    if agreements is None:
        agreements = [row for area in {request.area_id for request in asked} for row in in_force(area, at=at)]
    standing = list(agreements)
    by_consent = [request for request in asked if request.disclosure.ground == Ground.CONSENT]
    consents = live([r.case_id for r in by_consent], on=timezone.localdate(at)).filter(item=Item.ASK_AGENCY)
    agreed = set(consents.values_list("case_id", "target")) if by_consent else set()

    def holds(request: InformationRequest) -> bool:
        if request.disclosure.ground == Ground.CONSENT:
            return (request.case_id, str(request.agency_id)) in agreed
        out, back = set(request.disclosure.categories), {CATEGORY_OF[q] for q in request.questions}
        return any(
            agreement.agency_id == request.agency_id
            and agreement.area_id == request.area_id
            and out <= set(agreement.we_may_send)
            and back <= set(agreement.they_may_send)
            for agreement in standing
        )

    return {request.pk for request in asked if holds(request)}


def addressed_to(user_id: UUID) -> list[InformationRequest]:
    """Standing requests to somebody in an agency: those owed first, by when they are due."""
    found = InformationRequest.objects.filter(addressed_to_id=user_id, error_at__isnull=True)
    rows = list(found.select_related("area", "case", *_WITH).order_by("due_at"))
    return sorted(rows, key=lambda request: request.answered_at is not None)


def questions_covered(agreements: Iterable[Agreement], agency_id: UUID) -> list[str]:
    """Those that an agency may be asked, and may answer, under these agreements."""
    rows = [row for row in agreements if row.agency_id == agency_id and Category.IDENTITY in row.we_may_send]
    covered = {category for row in rows for category in row.they_may_send}
    return [question for question in Question.values if CATEGORY_OF[Question(question)] in covered]
