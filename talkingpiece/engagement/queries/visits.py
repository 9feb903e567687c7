from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from talkingpiece.accounts.models import User
from talkingpiece.engagement.models import CallOut, CallOutStep, Visit
from talkingpiece.engagement.states import VisitState


def visits_ahead(user: User) -> list[Visit]:
    """Visits that the user will make, alone or with somebody, or has not yet said how they went. One query."""
    found = Visit.objects.filter(Q(worker=user) | Q(with_user=user), state=VisitState.PLANNED)
    return list(found.select_related("person", "case__victim", "worker", "with_user").order_by("planned_at"))


def visits_of(case_id: UUID) -> list[Visit]:
    found = Visit.objects.filter(case_id=case_id).select_related("person", "worker", "with_user", "planned_by")
    return list(found.order_by("-planned_at"))


def goes(visit: Visit, user: User) -> bool:
    return user.pk in {visit.worker_id, visit.with_user_id}


def is_expected(visit: Visit, user: User) -> bool:
    """Whether they are still to go there, or have not yet said how it went."""
    return goes(visit, user) and visit.state == VisitState.PLANNED


def is_out(visit: Visit, at: datetime) -> bool:
    """Whether they should have said by now that they are home, and have not."""
    return visit.state == VisitState.PLANNED and visit.home_at is None and visit.home_by <= at


def not_home(user: User, areas: Iterable[UUID], at: datetime) -> list[Visit]:
    """Whoever is out and should be back: those of the user, and everybody of these areas. Three queries."""
    mine = Q(worker=user) | Q(with_user=user) | Q(area_id__in=list(areas))
    return list(_late(at).filter(mine))


def out_in(areas: Iterable[UUID], at: datetime) -> list[Visit]:
    """The same for whoever answers for these areas."""
    return list(_late(at).filter(area_id__in=list(areas)))


def _late(at: datetime) -> QuerySet[Visit]:
    steps = Prefetch("steps", CallOutStep.objects.select_related("done_by").order_by("number"))
    opened = CallOut.objects.filter(closed_at__isnull=True).prefetch_related(steps)
    found = Visit.objects.filter(state=VisitState.PLANNED, home_at__isnull=True, home_by__lte=at)
    found = found.select_related("person", "case__victim", "worker", "with_user").order_by("home_by")
    return found.prefetch_related(Prefetch("call_outs", opened))


def open_call_out(visit_id: UUID) -> CallOut | None:
    return CallOut.objects.filter(visit_id=visit_id, closed_at__isnull=True).first()


def steps_of(call_out: CallOut) -> list[CallOutStep]:
    return list(call_out.steps.select_related("done_by").order_by("number"))


def due_step(visit: Visit, at: datetime) -> CallOutStep | None:
    """What is to be done now: the first step that is due and that nobody has answered."""
    steps = (step for call_out in visit.call_outs.all() if call_out.closed_at is None for step in call_out.steps.all())
    return next((step for step in steps if step.done_at is None and step.due_at <= at), None)
