from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.cases.access import get_case
from talkingpiece.cases.forms.pace import PauseForm
from talkingpiece.cases.presenters import case_page
from talkingpiece.cases.queries import goes_on_since, open_pause
from talkingpiece.cases.services import mark_sensitive, pause_case, resume_case
from talkingpiece.cases.states import Complexity
from talkingpiece.core import clock
from talkingpiece.ui.forms import Form, bind


@requires(Act.CASE_SEE)  # whoever answers the telephone may write down that the victim wants to wait
def pause(request: StaffRequest, reference: str) -> HttpResponse:
    opened = get_case(request.user, reference)
    if open_pause(opened.case.pk):
        return redirect("cases:resume", reference)
    form = bind(request, PauseForm, since=goes_on_since(opened.case))
    if form.is_valid():
        said = form.cleaned_data
        pause_case(
            case_id=opened.case.pk,
            words=said["words"],
            resume_on=said["resume_on"],
            by=request.user,
            at=said["happened_at"],
        )
        messages.success(request, _("Paused. Nothing moves until they say so."))
        return redirect("casefile:case", reference)
    return render(request, "cases/pause.html", case_page(opened, form=form))


@requires(Act.CASE_SEE)
def resume(request: StaffRequest, reference: str) -> HttpResponse:
    opened = get_case(request.user, reference)
    form, paused = bind(request, Form), open_pause(opened.case.pk)
    if form.is_valid():
        resume_case(case_id=opened.case.pk, by=request.user, at=clock.now())
        messages.success(request, _("Going on, from where it was."))
        return redirect("casefile:case", reference)
    return render(request, "cases/resume.html", case_page(opened, form=form, paused=paused))


@requires(Act.CASE_SEE)
def sensitive(request: StaffRequest, reference: str) -> HttpResponse:
    opened = get_case(request.user, reference)
    form = bind(request, Form)
    if form.is_valid():
        mark_sensitive(case_id=opened.case.pk, by=request.user, at=clock.now())
        messages.success(request, _("Marked as sensitive and complex."))
        return redirect("casefile:case", reference)
    is_sensitive = opened.case.complexity == Complexity.SENSITIVE
    return render(request, "cases/sensitive.html", case_page(opened, form=form, is_sensitive=is_sensitive))
