"""When nobody says by the agreed minute that they are home: what is done then, step by step."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.models import Case
from talkingpiece.cases.services import lock_case
from talkingpiece.core.jobs import enqueue
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.engagement.models import CallOut, CallOutStep, Visit
from talkingpiece.engagement.queries import engagement, is_out
from talkingpiece.engagement.states import CallOutAnswer, CallOutEnd, CallOutWhat
from talkingpiece.protection.classes import Side


def await_home(visit: Visit) -> None:
    """At the minute, somebody looks whether they are home. What has changed until then is seen then."""
    enqueue("engagement.look_for", area_id=visit.area_id, not_before=visit.home_by, visit_id=visit.pk)


@transaction.atomic
def raise_call_out(*, visit_id: UUID, by: User | None, at: datetime) -> CallOut | None:
    """The call-out of somebody who should be home by now, with its steps. None for whoever is home, or is not due.

    Twice is once: a second job, or a click beside it, finds the one that is open.
    """
    case = lock_case(Visit.objects.values_list("case_id", flat=True).get(pk=visit_id))
    visit = Visit.objects.select_for_update(no_key=True, of=("self",)).get(pk=visit_id)
    if not is_out(visit, at):
        return None
    found = CallOut.objects.filter(visit=visit, closed_at__isnull=True).first()
    if found is not None:
        return found
    call_out = CallOut(area_id=visit.area_id, key_id=visit.key_id, case=case, visit=visit, raised_at=at)
    call_out.save()
    _plan_steps(case, call_out, visit)
    record("call_out.raised", by=by, about=call_out, at=at, side=Side.SERVICE, case_id=case.pk)
    return call_out


def _plan_steps(case: Case, call_out: CallOut, visit: Visit) -> None:
    policy = engagement(case)
    minutes = {
        CallOutWhat.WORKER: 0,
        CallOutWhat.COMPANY: policy.call_out_company_minutes,
        CallOutWhat.POLICE: policy.call_out_police_minutes,
    }
    for number, (what, after) in enumerate(sorted(minutes.items(), key=lambda one: one[1]), start=1):
        CallOutStep(
            area_id=call_out.area_id,
            key_id=call_out.key_id,
            call_out=call_out,
            number=number,
            what=what,
            due_at=visit.home_by + timedelta(minutes=after),
        ).save()


@transaction.atomic
def answer_step(*, step_id: UUID, answer: str, words: str, by: User, at: datetime) -> CallOutStep:
    """Who did it, and whom they reached. Raises IllegalTransition if it was answered, or they are home meanwhile."""
    lock_case(CallOutStep.objects.values_list("call_out__case_id", flat=True).get(pk=step_id))
    step = CallOutStep.objects.select_for_update(no_key=True, of=("self",)).select_related("call_out").get(pk=step_id)
    if step.done_at is not None or step.call_out.closed_at is not None:
        raise IllegalTransition("answered" if step.done_at else "closed", answer)
    step.done_at, step.done_by, step.answer, step.words = at, by, CallOutAnswer(answer), words
    step.save()
    detail = {"what": step.what, "answer": step.answer}
    case_id = step.call_out.case_id
    record("call_out.step_done", by=by, about=step, at=at, side=Side.SERVICE, case_id=case_id, detail=detail)
    return step


def close_call_out(visit: Visit, *, how: CallOutEnd, by: User, at: datetime) -> None:
    """Part of the act by which somebody knows where they are; that act enters the trail."""
    for call_out in CallOut.objects.filter(visit=visit, closed_at__isnull=True):
        call_out.closed_at, call_out.closed_by, call_out.closed_how = at, by, how
        call_out.save()
