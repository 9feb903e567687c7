"""Two questions that only a case supervisor answers. Whoever works on the case sees the question, and can ask it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.cases.access import get_case, get_responsible, may
from talkingpiece.cases.presenters import case_page
from talkingpiece.cases.queries import asked_outside
from talkingpiece.cases.states import Question
from talkingpiece.core import clock
from talkingpiece.engagement import services
from talkingpiece.engagement.access import get_stance, may_answer, read, require
from talkingpiece.engagement.forms import ExceptionForm, SuperviseForm
from talkingpiece.engagement.gates import approach_question
from talkingpiece.engagement.queries import engagement, stance_of, supervisor_agreement, supervisor_for, works_on
from talkingpiece.information_sharing.queries import latest_answer
from talkingpiece.protection.classes import Side
from talkingpiece.ui.forms import bind


@requires(Act.CASE_SEE)
def supervise(request: StaffRequest, reference: str, responsible_id: UUID) -> HttpResponse:
    """May this offender be approached, in a sensitive case or against an objection?"""
    opened = get_case(request.user, reference)
    responsible = get_responsible(opened, responsible_id)
    form = bind(request, SuperviseForm)
    if request.method == "POST":
        require(opened, Act.APPROACH_SUPERVISE)
    if form.is_valid():
        services.agree_to_approach(responsible_id=responsible.pk, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Your answer is recorded."))
        return redirect("casefile:case", reference)
    read(opened, request.user, "engagement_supervision", Side.OFFENDER)
    now, question = clock.now(), approach_question(opened.case, responsible, clock.now())
    context = case_page(
        opened,
        responsible=responsible,
        form=form,
        asks_outside=question.waits and may(opened, Act.OUTSIDE_ASK) and not works_on(opened.case, request.user),
        outside=asked_outside(Question.APPROACH, responsible.pk, now),
        may_answer=may_answer(opened, request.user),
        may_ask=may(opened, Act.OFFENDER_APPROACH),
        answer=supervisor_agreement(responsible.pk),
        manager=latest_answer(responsible.pk),
        supervisor=supervisor_for(opened.case, now),
    )
    return render(request, "engagement/supervise.html", context)


@requires(Act.OFFENDER_APPROACH)
def ask(request: StaffRequest, reference: str, responsible_id: UUID) -> HttpResponse:
    """The question goes to a supervisor's own list."""
    opened = get_case(request.user, reference, act=Act.OFFENDER_APPROACH)
    responsible = get_responsible(opened, responsible_id)
    if request.method == "POST":
        asked = services.ask_supervisor(responsible_id=responsible.pk, by=request.user, at=clock.now())
        messages.success(request, _("%(name)s was asked. It is on their list now.") % {"name": asked.name})
        return redirect("casefile:case", reference)
    return redirect("engagement:supervise", reference, responsible_id)


@requires(Act.CASE_SEE)
def exception(request: StaffRequest, reference: str, stance_id: UUID) -> HttpResponse:
    """May somebody take part who accepts only some of it?"""
    opened = get_case(request.user, reference)
    stance = get_stance(opened, stance_id)
    form = bind(request, ExceptionForm)
    if request.method == "POST":
        require(opened, Act.APPROACH_SUPERVISE)
    if form.is_valid():
        services.decide_exception(stance_id=stance.pk, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Your answer is recorded."))
        return redirect("casefile:case", reference)
    read(opened, request.user, "engagement_stance", Side.OFFENDER)
    newest = stance_of(stance.responsible_id)
    waits = stance.exception_at is None and newest == stance and engagement(opened.case).excepts(stance.stance)
    context = case_page(
        opened,
        stance=stance,
        responsible=stance.responsible,
        form=form,
        waits=waits,
        may_answer=waits and may_answer(opened, request.user),
        supervisor=supervisor_for(opened.case, clock.now()),
    )
    return render(request, "engagement/exception.html", context)
