from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.cases.access import get_case, get_responsible
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
from talkingpiece.engagement import services
from talkingpiece.engagement.access import read
from talkingpiece.engagement.forms import SuperviseForm
from talkingpiece.engagement.gates import approach_question, live_outside
from talkingpiece.engagement.presenters.outside import outside_rows
from talkingpiece.protection.classes import Side
from talkingpiece.ui.forms import bind


@requires(Act.OUTSIDE_ASK, fresh=True)
def ask_outside(request: StaffRequest, reference: str, responsible_id: UUID) -> HttpResponse:
    """The link stands in the answer itself, once: in no address, no session and no table."""
    opened = get_case(request.user, reference, act=Act.OUTSIDE_ASK)
    responsible, now = get_responsible(opened, responsible_id), clock.now()
    question = approach_question(opened.case, responsible, now)
    if not question.waits:
        return redirect("engagement:supervise", reference, responsible_id)
    form, made, address = bind(request, AskOutsideForm), None, ""
    if form.is_valid():
        try:
            made, token = services.ask_outside(
                responsible_id=responsible.pk, by=request.user, at=now, **form.cleaned_data
            )
            address = address_of(request, "engagement:outside", made, token)
        except Blocked as refused:
            form.blocked(refused)
    read(opened, request.user, "engagement_supervision", Side.OFFENDER)
    before = None if made else asked_outside(Question.APPROACH, responsible.pk, now)
    context = {"form": form, "made": made, "address": address, "before": before, "responsible": responsible}
    rows = outside_rows(opened.case, question)
    return render(request, "engagement/ask_outside.html", case_page(opened, rows=rows, **context))


@public(WHY)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_outside(request: HttpRequest, area: str, token: str) -> HttpResponse:
    bring_into_sight(area)
    found = live_outside(token, clock.now())
    if found is None:
        return over(request)
    asked, _responsible, question = found
    form = bind(request, SuperviseForm)
    if form.is_valid():
        try:
            services.answer_outside(token=token, at=clock.now(), **form.cleaned_data)
        except LinkOver:
            return over(request)
        return unnamed(redirect("cases:outside_thanks"))
    return shown(request, "engagement/outside.html", asked, form=form, rows=outside_rows(asked.case, question))
