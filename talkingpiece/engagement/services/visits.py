from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.models import Case
from talkingpiece.cases.services import lock_case
from talkingpiece.core import clock
from talkingpiece.core.blockers import require_open
from talkingpiece.core.transitions import check_transition
from talkingpiece.engagement.gates import blockers_to_ask_beside, facts_for_beside
from talkingpiece.engagement.models import Visit
from talkingpiece.engagement.queries import engagement, person_in
from talkingpiece.engagement.services import passing
from talkingpiece.engagement.services.call_outs import await_home, close_call_out
from talkingpiece.engagement.services.contacts import tried
from talkingpiece.engagement.states import VISIT_TRANSITIONS, CallOutEnd, VisitState
from talkingpiece.engagement.turns import after_visit
from talkingpiece.protection.classes import Side


@transaction.atomic
def plan_visit(
    *,
    case_id: UUID,
    person_id: UUID,
    purpose: str,
    planned_at: datetime,
    place: str,
    home_by: datetime,
    worker: User,
    by: User,
    at: datetime,
    with_user: User | None = None,
    **out: Any,
) -> Visit:
    """A visit, and the time by which its worker says that they are home. Raises ValueError if home is before it,
    Blocked for somebody beside an offender who has not said yes.

    `out`: how they get there and who is rung if they do not come home (meet_at, ring_also, travel, minutes, miles,
    paid_by).
    """
    if home_by <= planned_at:
        raise ValueError("home before the visit")
    case = lock_case(case_id)
    who = person_in(case, person_id)
    if who.companion is not None:
        require_open(blockers_to_ask_beside(facts_for_beside(who.companion)))
    visit = Visit(
        area_id=case.area_id,
        key_id=case.key_id,
        case=case,
        person=who.person,
        side=who.side,
        purpose=purpose,
        planned_at=planned_at,
        place=place,
        worker=worker,
        with_user=with_user,
        home_by=home_by,
        planned_by=by,
        recorded_at=clock.now(),
        **out,
    )
    visit.save()
    await_home(visit)
    _pass(case, visit, by=by, at=at)
    detail = {"with": str(with_user.pk)} if with_user else {}
    record("visit.planned", by=by, about=visit, at=at, side=who.side, case_id=case.pk, detail=detail)
    return visit


@transaction.atomic
def record_visit_held(
    *, visit_id: UUID, held_at: datetime, home_at: datetime, by: User, at: datetime, note: str = ""
) -> Visit:
    """The visit took place and everybody came home. Raises IllegalTransition if it was recorded before."""
    if home_at < held_at:
        raise ValueError("home before the visit")
    case, visit = _locked(visit_id, VisitState.HELD)
    visit.state, visit.held_at, visit.home_at, visit.note = VisitState.HELD, held_at, home_at, note
    visit.version += 1
    visit.save()
    close_call_out(visit, how=CallOutEnd.HOME, by=by, at=at)
    tried(case, visit.person_id, held_at)
    _pass(case, visit, by=by, at=at)
    record("visit.held", by=by, about=visit, at=held_at, side=Side(visit.side), case_id=case.pk)
    return visit


@transaction.atomic
def record_visit_not_held(*, visit_id: UUID, why: str, by: User, at: datetime) -> Visit:
    """The visit did not take place. Raises IllegalTransition if it was recorded before."""
    case, visit = _locked(visit_id, VisitState.NOT_HELD)
    visit.state, visit.not_held_why = VisitState.NOT_HELD, why
    visit.version += 1
    visit.save()
    close_call_out(visit, how=CallOutEnd.NOT_HELD, by=by, at=at)
    _pass(case, visit, by=by, at=at)
    record("visit.not_held", by=by, about=visit, at=at, side=Side(visit.side), case_id=case.pk)
    return visit


def _locked(visit_id: UUID, to: VisitState) -> tuple[Case, Visit]:
    case = lock_case(Visit.objects.values_list("case_id", flat=True).get(pk=visit_id))
    visit = Visit.objects.select_for_update(no_key=True).get(pk=visit_id)
    check_transition(VISIT_TRANSITIONS, current=visit.state, to=to)
    return case, visit


def _pass(case: Case, visit: Visit, *, by: User, at: datetime) -> None:
    about = passing.about(case) if visit.person_id == case.victim_id else ""
    if about:
        dues = passing.dues(case, engagement(case), at)
        heard = passing.heard(case.pk)
        turn = after_visit(about, visit.state, visit.planned_at, listened=heard, dues=dues)
        passing.pass_turn(case, turn, by=by, at=at)
