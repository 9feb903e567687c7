from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.agreements.states import Category
from talkingpiece.areas.models import Agency
from talkingpiece.audit.services import record
from talkingpiece.cases.balls import What
from talkingpiece.cases.legal_queries import last_legal_check
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.cases.queries import open_ball, owner_of, promised
from talkingpiece.cases.services import fact_columns, lock_case, pass_ball, record_passing
from talkingpiece.cases.states import Holder, LegalResult
from talkingpiece.core.blockers import require_open
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.information_sharing.gates import (
    AskFacts,
    blockers_to_ask,
    blockers_to_close,
    facts_for_ask,
    facts_for_close,
    ground_of,
)
from talkingpiece.information_sharing.models import Disclosure, InformationRequest
from talkingpiece.information_sharing.payloads import agency_request
from talkingpiece.information_sharing.queries import asked_of_another, sharing
from talkingpiece.information_sharing.services.disclosing import disclose
from talkingpiece.information_sharing.services.passing import supervisor_of
from talkingpiece.information_sharing.states import Errand, PersonTold
from talkingpiece.outbox.services import announce
from talkingpiece.outbox.states import Kind
from talkingpiece.protection.classes import Side


@transaction.atomic
def ask_agency(
    *, responsible_id: UUID, questions: Iterable[str], message: str, by: User, at: datetime
) -> InformationRequest:
    """Send questions to the offender manager, and account for what left. Raises Blocked without a ground."""
    asked = list(questions)
    case_id = Responsible.objects.values_list("case_id", flat=True).get(pk=responsible_id)
    case = lock_case(case_id)
    responsible = Responsible.objects.select_related("person", "agency", "offender_manager__agency").get(
        pk=responsible_id
    )
    facts = facts_for_ask(case, responsible, questions=asked, at=at, message=message)
    require_open(blockers_to_ask(facts))
    disclosure, due_at = _disclose(case, responsible, facts, message, by, at)
    request = InformationRequest(
        **fact_columns(case, by=by, at=at),
        case=case,
        responsible=responsible,
        agency_id=UUID(facts.agency_id),
        addressed_to=responsible.offender_manager,
        questions=asked,
        message=message,
        due_at=due_at,
        disclosure=disclosure,
    )
    request.save()
    record_passing(case=case, gate="ask_agency", facts=facts, by=by, at=at, subject_id=request.pk)
    _ball_to_agency(case, request, at)
    _announce(Kind.REQUEST_MADE, request, at)
    _record("information_request.sent", request, by, at, questions=asked, ground=disclosure.ground)
    return request


def _disclose(
    case: Case, responsible: Responsible, facts: AskFacts, message: str, by: User, at: datetime
) -> tuple[Disclosure, datetime]:
    due_at, ground = promised(case, "agency_answer", at), ground_of(facts)
    assert ground is not None  # the gate was open
    sent = agency_request(
        about=responsible.person, questions=facts.questions, message=message, by=by, area=case.area, answer_by=due_at
    )
    disclosure = disclose(
        case=case,
        agency=Agency.everywhere.get(pk=facts.agency_id),
        recipient=responsible.offender_manager,
        purpose=Errand.ASK_AGENCY,
        categories=[Category.IDENTITY],
        ground=ground,
        agreement_id=UUID(facts.agreement_id) if facts.agreement_id else None,
        consent_id=UUID(facts.consent_id) if facts.consent_id else None,
        sent=sent,
        # The offender is told when, and only if, the gate of the approach opens.
        person_told=PersonTold.UNSAFE,
        side=Side.OFFENDER,
        by=by,
        at=at,
    )
    return disclosure, due_at


@transaction.atomic
def chase_request(*, request_id: UUID, by: User, at: datetime) -> InformationRequest:
    """Remind the agency. What was overdue is due again. Raises IllegalTransition if nobody waits for an answer.

    From so many reminders on (the area says how many) the request is on the desk of a case supervisor as well.
    """
    case, request = _locked(request_id)
    _require_waiting(request, "chased")
    request.chased_at, request.chased_count = at, request.chased_count + 1
    if request.due_at < at:
        request.due_at = promised(case, "agency_answer", at)
    if request.escalated_at is None and request.chased_count >= sharing(case).escalate_after:
        request.escalated_at = at
        _record("information_request.escalated", request, by, at)
    request.save()
    _ball_to_agency(case, request, at)
    _announce(Kind.REQUEST_CHASED, request, at)
    _record("information_request.chased", request, by, at, count=request.chased_count)
    return request


@transaction.atomic
def refer_to_supervisor(*, request_id: UUID, by: User, at: datetime) -> InformationRequest:
    """Asked, chased, and no answer: a case supervisor is to decide. Raises Blocked while it may still come."""
    case, request = _locked(request_id)
    require_open(blockers_to_close(facts_for_close(request, at)))
    supervisor = supervisor_of(case, at)
    if supervisor is None:
        raise IllegalTransition("no_supervisor", "referred")
    pass_ball(
        case=case,
        holder=Holder.USER,
        user=supervisor,
        what=What.UNANSWERED,
        at=at,
        due_at=promised(case, "sign_off", at),
    )
    _record("information_request.referred", request, by, at, to=str(supervisor.pk))
    return request


@transaction.atomic
def close_request(*, request_id: UUID, why: str, by: User, at: datetime) -> InformationRequest:
    """Asked, chased, unanswered: a supervisor decides to go on without the answer, and says why."""
    case, request = _locked(request_id)
    facts = facts_for_close(request, at)
    require_open(blockers_to_close(facts))
    request.closed_at, request.closed_by, request.closed_why = at, by, why
    request.save()
    record_passing(case=case, gate="close_request", facts=facts, by=by, at=at, subject_id=request.pk)
    _announce(Kind.REQUEST_WITHDRAWN, request, at)
    _record("information_request.closed", request, by, at)
    _next_for_owner(case, request, at)
    return request


@transaction.atomic
def note_answer_read(*, request_id: UUID, by: User, at: datetime) -> InformationRequest:
    """The answer was read and thought about: the case goes on to what comes next, or waits for the rest of it."""
    case, request = _locked(request_id)
    if request.answered_at is None and (request.is_settled or not request.replies.exists()):
        raise IllegalTransition("asked", "read")
    _record("information_request.answer_noted", request, by, at)
    ball = open_ball(case.pk)
    if ball is not None and ball.what == What.READ_ANSWER:
        if request.is_settled:
            _next_for_owner(case, request, at)
        else:
            _ball_to_agency(case, request, at)
    return request


def _next_for_owner(case: Case, request: InformationRequest, at: datetime) -> None:
    check = last_legal_check(request.responsible_id)
    known = check is not None and check.result != LegalResult.UNKNOWN
    owner = owner_of(case.pk)
    if owner is not None and case.is_open:
        pass_ball(
            case=case,
            holder=Holder.USER,
            user=owner,
            what=What.ASSESS_RISK if known else What.LEGAL_CHECK,
            at=at,
            due_at=promised(case, "first_contact", at),
        )


def _ball_to_agency(case: Case, request: InformationRequest, at: datetime) -> None:
    pass_ball(
        case=case,
        holder=Holder.AGENCY,
        agency=request.agency,
        user=request.addressed_to,
        what=What.AGENCY_ANSWER,
        at=at,
        due_at=request.due_at,
    )


def _announce(kind: Kind, request: InformationRequest, at: datetime) -> None:
    announce(
        kind=kind,
        area_id=request.area_id,
        agency_id=request.agency_id,
        case_id=request.case_id,
        responsible_id=request.responsible_id,
        person_id=request.responsible.person_id,
        subject_id=request.pk,
        at=at,
    )


def _locked(request_id: UUID) -> tuple[Case, InformationRequest]:
    case = lock_case(InformationRequest.objects.values_list("case_id", flat=True).get(pk=request_id))
    return case, InformationRequest.objects.select_for_update(no_key=True).get(pk=request_id)


def _require_waiting(request: InformationRequest, to: str) -> None:
    if request.is_settled or not request.stands or asked_of_another([request]):
        raise IllegalTransition("answered" if request.answered_at else "closed", to)


def _record(name: str, request: InformationRequest, by: User, at: datetime, **detail: Any) -> None:
    record(name, by=by, about=request, at=at, side=Side.OFFENDER, case_id=request.case_id, detail=detail)
