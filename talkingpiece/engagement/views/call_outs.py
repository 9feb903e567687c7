from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_reveal
from talkingpiece.cases.access import get_case
from talkingpiece.core import clock
from talkingpiece.engagement import services
from talkingpiece.engagement.access import get_visit, require
from talkingpiece.engagement.forms import StepForm
from talkingpiece.engagement.models import CallOutStep, Visit
from talkingpiece.engagement.presenters.out import CallOutPage, StepRow, revealed_rows, step_title
from talkingpiece.engagement.queries import is_out, open_call_out, steps_of
from talkingpiece.engagement.states import CallOutAnswer, CheckIn
from talkingpiece.protection.classes import Side
from talkingpiece.ui.components import Row
from talkingpiece.ui.forms import bind

HALF_AN_HOUR = 30
SAFETY = "safety"


@requires(Act.CASE_SEE)
def call_out(request: StaffRequest, reference: str, visit_id: UUID) -> HttpResponse:
    """Somebody is not home. What is to be done, by when, and who did it."""
    opened = get_case(request.user, reference)
    visit = get_visit(opened, visit_id)
    if request.method == "POST":
        services.raise_call_out(visit_id=visit.pk, by=request.user, at=clock.now())
    if "reveal" in request.POST:
        require(opened, Act.CONTACT_REVEAL)
        side = Side(visit.side)
        record_reveal(
            "call_out.revealed", by=request.user, about=visit, side=side, purpose=SAFETY, case_id=visit.case_id
        )
        return _show(request, reference, visit, revealed=revealed_rows(visit))
    step = _posted_step(request, visit)
    if step is not None:
        form = bind(request, StepForm)
        if form.is_valid():
            return _answer(request, reference, visit, step, form)
        return _show(request, reference, visit, form=form, about=step)
    return _show(request, reference, visit)


def _posted_step(request: StaffRequest, visit: Visit) -> CallOutStep | None:
    found = open_call_out(visit.pk)
    steps = steps_of(found) if found else []
    return next((one for one in steps if request.POST.get("step") == str(one.number)), None)


def _answer(request: StaffRequest, reference: str, visit: Visit, step: CallOutStep, form: StepForm) -> HttpResponse:
    """Home, or more time, ends the call-out; everything else is written beside its step."""
    by, at, said = request.user, clock.now(), form.cleaned_data
    services.answer_step(step_id=step.pk, answer=said["answer"], words=said["words"], by=by, at=at)
    if said["answer"] == CallOutAnswer.HOME:
        services.check_in(visit_id=visit.pk, what=CheckIn.HOME, by=by, at=at)
    elif said["answer"] == CallOutAnswer.MORE_TIME:
        why = said["words"] or _("Reached, and well")
        services.need_more_time(visit_id=visit.pk, minutes=HALF_AN_HOUR, why=why[:200], by=by, at=at)
    messages.success(request, _("Written down."))
    return redirect("engagement:call_out", reference, visit.pk)


def _show(
    request: StaffRequest,
    reference: str,
    visit: Visit,
    *,
    form: StepForm | None = None,
    about: CallOutStep | None = None,
    revealed: list[Row] | None = None,
) -> HttpResponse:
    now, found = clock.now(), open_call_out(visit.pk)
    steps = [
        StepRow(one, step_title(one, visit), one.due_at <= now, _form_of(one, form, about))
        for one in (steps_of(found) if found else [])
    ]
    page = CallOutPage(visit, is_out(visit, now), steps, revealed or [])
    context = {"page": page, "reference": reference, "form": form, "raised": found}
    return render(request, "engagement/call_out.html", context)


def _form_of(step: CallOutStep, form: StepForm | None, about: CallOutStep | None) -> StepForm | None:
    if step.done_at is not None:
        return None
    return form if about is not None and about.pk == step.pk else StepForm(auto_id=f"id_step{step.number}_%s")
