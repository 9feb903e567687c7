"""Begun, entered and ended from the service; opened, played and looked at inside an area of practice."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talkingpiece.accounts.access import StaffRequest, requires, signed_in
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.queries import practice_areas_of
from talkingpiece.accounts.sessions import begin_practice, leave_practice
from talkingpiece.agreements.presenters import gate_page
from talkingpiece.audit.services import record_reading
from talkingpiece.core import clock
from talkingpiece.protection.classes import Side
from talkingpiece.rehearsal import services
from talkingpiece.rehearsal.access import get_ground, get_ground_to_enter, get_ground_to_run, get_opened, get_session
from talkingpiece.rehearsal.forms import PlayForm, StageForm
from talkingpiece.rehearsal.gates import blockers_to_begin, facts_for_begin
from talkingpiece.rehearsal.presenters import happened_page, possible, room_page
from talkingpiece.rehearsal.queries import group_of, learners_in, opened_in
from talkingpiece.rehearsal.states import Play, Stage
from talkingpiece.ui.forms import Form, bind


@requires(Act.TRAINING_SEE)
def begin(request: StaffRequest, session_id: UUID) -> HttpResponse:
    """Of one session of a course that they train: what practice is, and the button that begins or ends it."""
    session = get_session(request.user, session_id)
    group, form = group_of(session.pk), bind(request, Form)
    if form.is_valid():
        services.begin(session=session, by=request.user, at=clock.now())
        messages.success(request, _("Begun. Everybody of the course finds it under Practice."))
        return redirect("rehearsal:mine")
    verdict = blockers_to_begin(facts_for_begin(session, request.user))
    page = {"session": session, "course": session.course, "group": group, "form": form}
    return render(request, "rehearsal/begin.html", page | gate_page(verdict, _("Practise together")))


@requires(Act.TRAINING_SEE)
@require_POST
def end(request: StaffRequest, session_id: UUID) -> HttpResponse:
    session = get_session(request.user, session_id)
    if group := group_of(session.pk):
        services.end(group=group, by=request.user, at=clock.now())
        messages.success(request, _("Ended. Nobody comes in any more."))
    return redirect("training:course", session.course_id)


@signed_in("the groups in which they practise, and no other")
def mine(request: StaffRequest) -> HttpResponse:
    if request.user.practising_in:
        return redirect("rehearsal:room")
    if request.method == "POST":
        begin_practice(request, get_ground_to_enter(request.user, request.POST.get("ground", "")))
        return redirect("rehearsal:room")
    return render(request, "rehearsal/mine.html", {"grounds": practice_areas_of(request.user, clock.now())})


@require_POST
@signed_in("leaves the group in which they practise; nothing is there to see")
def leave(request: StaffRequest) -> HttpResponse:
    leave_practice(request)
    return redirect("casefile:door")


@requires(Act.CASE_SEE)
@require_safe
def room(request: StaffRequest) -> HttpResponse:
    ground = get_ground(request.user)
    return render(request, "rehearsal/room.html", room_page(ground, request.user, clock.now()))


@requires(Act.CASE_SEE)
def open_case(request: StaffRequest) -> HttpResponse:
    """The first case, another one, or the same anew: what was open is put away."""
    ground, now = get_ground_to_run(request.user), clock.now()
    learners, opened = learners_in(ground.pk, now), opened_in(ground.pk)
    started = {"stage": opened.stage, "lead": str(opened.lead_id)} if opened else {}
    form = bind(request, StageForm, learners=learners, initial=started)
    if form.is_valid():
        lead = next(one for one in learners if str(one.pk) == form.cleaned_data["lead"])
        stage = Stage(form.cleaned_data["stage"])
        services.open_case(ground=ground, stage=stage, lead=lead, by=request.user, at=now)
        messages.success(request, _("Opened. The group finds it under My work."))
        return redirect("rehearsal:room")
    return render(request, "rehearsal/open_case.html", {"ground": ground, "opened": opened, "form": form})


@requires(Act.CASE_SEE)
def play(request: StaffRequest) -> HttpResponse:
    ground, now = get_ground_to_run(request.user), clock.now()
    opened = opened_in(ground.pk)
    if opened is None:
        return redirect("rehearsal:open_case")
    can, cannot = possible(opened, now)
    form = bind(request, PlayForm, plays=can)
    if form.is_valid():
        what = Play(form.cleaned_data["what"])
        services.play(opened_id=opened.pk, what=what, said=form.cleaned_data["said"], by=request.user, at=now)
        messages.success(request, _("Done, and written down: %(what)s") % {"what": what.label})
        return redirect("rehearsal:room")
    return render(request, "rehearsal/play.html", {"opened": opened, "form": form, "can": can, "cannot": cannot})


@requires(Act.CASE_SEE)
@require_safe
def happened(request: StaffRequest, opened_id: UUID) -> HttpResponse:
    opened = get_opened(request.user, opened_id)
    record_reading("trail.read", by=request.user, about=opened, side=Side.SERVICE, case_id=opened.case_id)
    return render(request, "rehearsal/happened.html", happened_page(opened, clock.now()))
