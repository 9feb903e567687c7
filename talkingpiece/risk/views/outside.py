from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_reading
from talkingpiece.cases.access import get_case
from talkingpiece.cases.forms.outside import AskOutsideForm
from talkingpiece.cases.pages.outside import WHY, address_of, bring_into_sight, over, shown
from talkingpiece.cases.presenters import case_page
from talkingpiece.cases.queries import asked_outside
from talkingpiece.cases.services import LinkOver
from talkingpiece.cases.states import Question
from talkingpiece.core import clock
from talkingpiece.core.access import public
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.links import unnamed
from talkingpiece.protection.classes import Side
from talkingpiece.risk import services
from talkingpiece.risk.access import get_assessment
from talkingpiece.risk.forms import SignForm
from talkingpiece.risk.presenters.outside import outside_page
from talkingpiece.risk.queries import live_outside
from talkingpiece.risk.states import AssessmentState
from talkingpiece.ui.forms import bind


@requires(Act.OUTSIDE_ASK, fresh=True)
def ask(request: StaffRequest, reference: str, assessment_id: UUID) -> HttpResponse:
    """The link stands in the answer itself, once: in no address, no session and no table."""
    opened = get_case(request.user, reference, act=Act.OUTSIDE_ASK)
    assessment, now = get_assessment(opened, assessment_id), clock.now()
    if assessment.state != AssessmentState.SUBMITTED:
        return redirect("risk:assessment", reference, assessment_id)
    form, made, address = bind(request, AskOutsideForm), None, ""
    if form.is_valid():
        try:
            made, token = services.ask_outside(
                assessment_id=assessment.pk, by=request.user, at=now, **form.cleaned_data
            )
            address = address_of(request, "risk:outside", made, token)
        except Blocked as refused:
            form.blocked(refused)
    record_reading("risk_assessment.read", by=request.user, about=assessment, side=Side.JOINT, case_id=opened.case.pk)
    before = None if made else asked_outside(Question.RISK, assessment.pk, now)
    context = {"form": form, "made": made, "address": address, "before": before, "assessment": assessment}
    page = outside_page(opened.case, assessment)
    return render(request, "risk/ask_outside.html", case_page(opened, page=page, **context))


@public(WHY)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, area: str, token: str) -> HttpResponse:
    bring_into_sight(area)
    found = live_outside(token, clock.now())
    if found is None:
        return over(request)
    asked, assessment = found
    page = outside_page(asked.case, assessment)
    form = bind(request, SignForm, may_sign=not page.stops)
    if form.is_valid():
        try:
            services.answer_outside(token=token, at=clock.now(), **form.cleaned_data)
        except LinkOver:
            return over(request)
        return unnamed(redirect("cases:outside_thanks"))
    return shown(request, "risk/outside.html", asked, form=form, page=page)
