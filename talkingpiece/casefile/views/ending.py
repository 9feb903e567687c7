from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.casefile import services
from talkingpiece.casefile.forms import EndForm, ReopenForm
from talkingpiece.casefile.gates import Told, facts_for_end
from talkingpiece.casefile.presenters.ending import end_page, reopen_page
from talkingpiece.cases.access import get_case
from talkingpiece.cases.states import ClosureReason
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked, Blocker
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.ui.forms import bind


@requires(Act.CASE_END)
def end(request: StaffRequest, reference: str) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.CASE_END)
    if not opened.case.is_open:
        return _meanwhile(request, reference, "ended")
    facts = facts_for_end(opened.case, Told())
    initial = {"reason": request.GET.get("reason", "")} if "reason" in request.GET else {}
    form = bind(request, EndForm, approached=facts.ever_approached, initial=initial)
    waiting: list[Blocker] = []
    if form.is_valid():
        try:
            _end(request, form, opened.case.pk)
        except Blocked as refused:
            waiting = form.put_beside(refused.blockers)
        else:
            return redirect("casefile:case", reference)
    return render(request, "casefile/end.html", end_page(opened, form, facts, waiting))


def _meanwhile(request: StaffRequest, reference: str, state: str) -> HttpResponse:
    """Somebody was faster: whatever was typed is given back to be copied."""
    if request.method == "POST":
        raise IllegalTransition(state, state)
    return redirect("casefile:case", reference)


def _end(request: StaffRequest, form: EndForm, case_id: UUID) -> None:
    found = form.cleaned_data
    services.end_case(
        case_id=case_id,
        told=form.told(),
        victim_words=found["victim_words"],
        offender_words=found.get("offender_words", ""),
        by=request.user,
        at=clock.now(),
    )
    messages.success(request, _("The case has ended. It can be opened again if somebody wants to go on."))


@require_POST
@requires(Act.CASE_END)
def stop(request: StaffRequest, reference: str) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.CASE_END)
    services.stop_everything(case_id=opened.case.pk, by=request.user, at=clock.now())
    messages.success(request, _("Everything has stopped. What is left is to close the file kindly."))
    response = redirect("casefile:end", reference)
    response["Location"] += f"?reason={ClosureReason.VICTIM_WITHDREW}"
    return response


@requires(Act.CASE_END)
def reopen(request: StaffRequest, reference: str) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.CASE_END)
    if opened.case.is_open:
        return _meanwhile(request, reference, "open")
    form = bind(request, ReopenForm)
    if form.is_valid():
        services.reopen_case(case_id=opened.case.pk, why=form.cleaned_data["why"], by=request.user, at=clock.now())
        messages.success(request, _("The case is open again, and the next step is with its owner."))
        return redirect("casefile:case", reference)
    return render(request, "casefile/reopen.html", reopen_page(opened, form))
