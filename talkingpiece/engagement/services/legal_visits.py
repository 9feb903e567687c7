from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import roles_in
from talkingpiece.accounts.roles import ROLES
from talkingpiece.audit.services import record
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.cases.queries import promised
from talkingpiece.cases.services import fact_columns, lock_case, record_passing
from talkingpiece.core.blockers import require_open
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.engagement.gates import LegalVisitFacts, blockers_to_ask_visit, facts_for_legal_visit
from talkingpiece.engagement.models import LegalVisit, Visit
from talkingpiece.engagement.queries import engagement
from talkingpiece.engagement.services.visits import plan_visit
from talkingpiece.engagement.states import AskedBy, VisitAnswer
from talkingpiece.information_sharing.models import Disclosure
from talkingpiece.information_sharing.payloads import legal_visit
from talkingpiece.information_sharing.services import disclose_visit
from talkingpiece.information_sharing.states import Ground
from talkingpiece.protection.classes import Side


@transaction.atomic
def ask_legal_visit(
    *,
    responsible_id: UUID,
    wished: Iterable[datetime],
    by: User,
    at: datetime,
    asked_by: str = AskedBy.SYSTEM,
    with_user: User | None = None,
    needs: str = "",
    photo_id: bool = True,
    interpreter: bool = False,
) -> LegalVisit:
    """Ask a prison to let our workers in, and account for what left. Raises Blocked without a ground, before the
    approach is open, or with a word of the victim in it."""
    case = lock_case(Responsible.objects.values_list("case_id", flat=True).get(pk=responsible_id))
    responsible = Responsible.objects.select_related("person", "agency", "offender_manager__agency").get(
        pk=responsible_id
    )
    facts = facts_for_legal_visit(case, responsible, at, needs=needs)
    require_open(blockers_to_ask_visit(facts))
    asked = LegalVisit(
        **fact_columns(case, by=by, at=at),
        case=case,
        responsible=responsible,
        agency_id=UUID(facts.agency_id),
        addressed_to=_addressee(case, responsible, at),
        asked_by=asked_by,
        worker=by,
        with_user=with_user,
        photo_id=photo_id,
        interpreter=interpreter,
        wished=sorted(wished),
        needs=needs,
        due_at=promised(case, "agency_answer", at),
    )
    asked.disclosure = _disclose(case, responsible, asked, facts, by=by, at=at)
    asked.save()
    record_passing(case=case, gate="legal_visit", facts=facts, by=by, at=at, subject_id=asked.pk)
    _record("legal_visit.asked", asked, by=by, at=at, how=asked_by)
    return asked


def _addressee(case: Case, responsible: Responsible, at: datetime) -> User | None:
    """Their offender manager, if this one may answer; else whoever of the agency may."""
    manager = responsible.offender_manager
    acts = {act for role in roles_in(manager, case.area_id, at) for act in ROLES[role].acts} if manager else set()
    return manager if Act.VISIT_ANSWER in acts else None


def _disclose(
    case: Case, responsible: Responsible, asked: LegalVisit, facts: LegalVisitFacts, *, by: User, at: datetime
) -> Disclosure:
    ground = facts.ground
    assert ground is not None  # the gate was open
    sent = legal_visit(
        about=responsible.person,
        visitors=[user for user in (asked.worker, asked.with_user) if user],
        wished=asked.wished,
        needs=asked.needs,
        photo_id=asked.photo_id,
        interpreter=asked.interpreter,
        by=by,
        area=case.area,
        answer_by=asked.due_at,
    )
    return disclose_visit(
        case_id=case.pk,
        agency=asked.agency,
        recipient=asked.addressed_to,
        sent=sent,
        ground=ground,
        agreement_id=UUID(facts.agreement_id) if ground == Ground.AGREEMENT else None,
        consent_id=UUID(facts.consent_id) if ground == Ground.CONSENT else None,
        by=by,
        at=at,
    )


@transaction.atomic
def answer_legal_visit(
    *,
    ask_id: UUID,
    answer: str,
    by: User,
    at: datetime,
    words: str = "",
    granted_for: datetime | None = None,
    gate: str = "",
) -> LegalVisit:
    """What the prison says. A yes is a planned visit. Raises IllegalTransition once it was answered or is no longer
    wanted, ValueError for a yes without a date."""
    case, asked = _locked(ask_id, answer)
    if answer == VisitAnswer.GRANTED and granted_for is None:
        raise ValueError("a yes has a date")
    asked.answer, asked.answered_at, asked.answered_by, asked.answer_words = answer, at, by, words
    if answer == VisitAnswer.GRANTED and granted_for is not None:
        asked.granted_for, asked.gate = granted_for, gate
        asked.visit = _planned(case, asked, granted_for, at=at)
    asked.save()
    _record("legal_visit.answered", asked, by=by, at=at, answer=answer)
    return asked


def _planned(case: Case, asked: LegalVisit, granted_for: datetime, *, at: datetime) -> Visit:
    responsible = Responsible.objects.select_related("person").get(pk=asked.responsible_id)
    place = ", ".join(part for part in (asked.agency.name, responsible.held_at) if part)
    return plan_visit(
        case_id=case.pk,
        person_id=responsible.person_id,
        purpose="Legal visit",
        planned_at=granted_for,
        place=place,
        home_by=granted_for + timedelta(hours=engagement(case).legal_visit_hours),
        worker=asked.worker,
        with_user=asked.with_user,
        by=asked.worker,
        at=at,
        meet_at=asked.gate,
    )


@transaction.atomic
def chase_legal_visit(*, ask_id: UUID, by: User, at: datetime) -> LegalVisit:
    """Remind the prison. What was overdue is due again."""
    case, asked = _locked(ask_id, "chased")
    asked.chased_at, asked.chased_count = at, asked.chased_count + 1
    if asked.due_at < at:
        asked.due_at = promised(case, "agency_answer", at)
    asked.save()
    _record("legal_visit.chased", asked, by=by, at=at, count=asked.chased_count)
    return asked


@transaction.atomic
def withdraw_legal_visit(*, ask_id: UUID, by: User, at: datetime) -> LegalVisit:
    """We no longer need it. The agency sees it no more."""
    _case, asked = _locked(ask_id, "withdrawn")
    asked.withdrawn_at = at
    asked.save()
    _record("legal_visit.withdrawn", asked, by=by, at=at)
    return asked


def _locked(ask_id: UUID, to: str) -> tuple[Case, LegalVisit]:
    case = lock_case(LegalVisit.objects.values_list("case_id", flat=True).get(pk=ask_id))
    asked = (
        LegalVisit.objects.select_for_update(no_key=True, of=("self",))
        .select_related("agency", "worker")
        .get(pk=ask_id)
    )
    if not asked.waits:
        raise IllegalTransition("answered" if asked.answered_at else "withdrawn", to)
    return case, asked


def _record(name: str, asked: LegalVisit, *, by: User, at: datetime, **detail: Any) -> None:
    record(name, by=by, about=asked, at=at, side=Side.OFFENDER, case_id=asked.case_id, detail=detail)
