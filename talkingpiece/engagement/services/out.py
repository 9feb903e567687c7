"""While somebody is out: each of these is one tap on a telephone in a car park."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.services import lock_case
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.engagement.models import Visit
from talkingpiece.engagement.services.call_outs import await_home, close_call_out
from talkingpiece.engagement.states import CallOutEnd, CheckIn, VisitState
from talkingpiece.protection.classes import Side

COLUMNS = {CheckIn.ARRIVED: "arrived_at", CheckIn.LEFT: "left_at", CheckIn.HOME: "home_at"}
LONGEST = 60


@transaction.atomic
def check_in(*, visit_id: UUID, what: str, by: User, at: datetime) -> Visit:
    """Arrived, left, or home. Twice is once. "Home" ends a call-out at once. Raises IllegalTransition once the visit
    is written up."""
    column = COLUMNS[CheckIn(what)]
    visit = _locked(visit_id, what)
    if getattr(visit, column) is not None:
        return visit
    setattr(visit, column, at)
    visit.version += 1
    visit.save()
    if what == CheckIn.HOME:
        close_call_out(visit, how=CallOutEnd.HOME, by=by, at=at)
    record(f"visit.{CheckIn(what).value}", by=by, about=visit, at=at, side=Side(visit.side), case_id=visit.case_id)
    return visit


@transaction.atomic
def need_more_time(*, visit_id: UUID, minutes: int, why: str, by: User, at: datetime) -> Visit:
    """The minute by which they are home moves, in the open. Raises IllegalTransition for whoever is home, ValueError
    for more than an hour at once."""
    if not 0 < minutes <= LONGEST:
        raise ValueError("an hour at most")
    visit = _locked(visit_id, "more_time")
    if visit.home_at is not None:
        raise IllegalTransition("home", "more_time")
    visit.home_by = max(visit.home_by, at) + timedelta(minutes=minutes)
    visit.more_minutes, visit.more_why = visit.more_minutes + minutes, why
    visit.version += 1
    visit.save()
    close_call_out(visit, how=CallOutEnd.MORE_TIME, by=by, at=at)
    await_home(visit)
    detail = {"minutes": minutes}
    record("visit.more_time", by=by, about=visit, at=at, side=Side(visit.side), case_id=visit.case_id, detail=detail)
    return visit


def _locked(visit_id: UUID, to: str) -> Visit:
    lock_case(Visit.objects.values_list("case_id", flat=True).get(pk=visit_id))
    visit = Visit.objects.select_for_update(no_key=True, of=("self",)).get(pk=visit_id)
    if visit.state != VisitState.PLANNED:
        raise IllegalTransition(visit.state, to)
    return visit
