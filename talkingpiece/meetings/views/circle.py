"""The ring, the rounds, and the seats that are open to others."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.cases.access import get_case, may
from talkingpiece.cases.presenters import case_page
from talkingpiece.core import clock
from talkingpiece.meetings import services
from talkingpiece.meetings.access import get_open_circle, get_own_proposal, get_proposal_for
from talkingpiece.meetings.conditions import blockers_to_propose
from talkingpiece.meetings.forms.circle import ArrangeForm, ProposeForm, SeatForm
from talkingpiece.meetings.gates import facts_for_booking
from talkingpiece.meetings.presenters import gate, ring
from talkingpiece.meetings.presenters.circle import circle_page
from talkingpiece.meetings.presenters.proposing import open_seats
from talkingpiece.meetings.queries import facts_for_proposal, rounds_of, way_of
from talkingpiece.meetings.services import Stale
from talkingpiece.meetings.views.opening import OpenMeeting, open_meeting
from talkingpiece.ui.forms import Form, bind


@requires(Act.CASE_SEE)
@require_safe
def circle(request: StaffRequest, reference: str, meeting_id: UUID) -> HttpResponse:
    at = open_meeting(request, reference, meeting_id, Act.CASE_SEE)
    may_plan = may(at.opened, Act.MEETING_PLAN)
    page = circle_page(at.opened, at.meeting, way_of(at.meeting), at.sight, clock.now(), may_plan=may_plan)
    form = Form()
    form.version = at.meeting.version
    return render(request, "meetings/circle.html", case_page(at.opened, meeting=at.meeting, page=page, form=form))


@requires(Act.MEETING_PLAN)
def move(request: StaffRequest, reference: str, meeting_id: UUID) -> HttpResponse:
    """One seat back or on, as `token:step`."""
    at = open_meeting(request, reference, meeting_id, Act.MEETING_PLAN)
    form = bind(request, Form)
    token, _colon, step = str(request.POST.get("move", "")).partition(":")
    if request.method == "POST" and step in {"1", "-1"}:
        facts = facts_for_booking(at.meeting, clock.now())
        seats = ring.seats_of(at.meeting, way_of(at.meeting), facts, at.sight)
        order = ring.moved(seats, token, int(step))
        try:
            services.order_seats(
                meeting_id=meeting_id, version=form.seen_version, ring=order, by=request.user, at=clock.now()
            )
        except Stale:
            messages.error(request, _("Somebody else changed this meeting first. Look at it as it is now."))
    return redirect("meetings:circle", reference, meeting_id)


@requires(Act.MEETING_PLAN)
def arrange(request: StaffRequest, reference: str, meeting_id: UUID) -> HttpResponse:
    at = open_meeting(request, reference, meeting_id, Act.MEETING_PLAN)
    form, stale = _arranging(request, at), False
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.arrange_meeting(
                meeting_id=meeting_id,
                version=form.seen_version,
                rounds=form.rounds(),
                piece=data.get("piece", ""),
                chair_for=data.get("chair_for", ""),
                by=request.user,
                at=clock.now(),
            )
        except Stale as other:
            form.renew_version(other.current.version)
            stale = True
        else:
            messages.success(request, _("Saved."))
            return redirect("meetings:circle", reference, meeting_id)
    return render(request, "meetings/arrange.html", case_page(at.opened, meeting=at.meeting, form=form, stale=stale))


def _arranging(request: StaffRequest, at: OpenMeeting) -> ArrangeForm:
    initial = {"piece": at.meeting.piece, "chair_for": at.meeting.chair_for}
    rounds = rounds_of(at.meeting.pk)
    form = bind(request, ArrangeForm, rounds=rounds, ring=way_of(at.meeting).ring, initial=initial)
    form.version = at.meeting.version
    return form


@requires(Act.MEETING_PLAN)
@require_safe
def circles(request: StaffRequest, reference: str) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.MEETING_PLAN)
    page = open_seats(opened, clock.now())
    return render(request, "meetings/circles.html", case_page(opened, page=page))


@requires(Act.MEETING_PLAN)
def propose(request: StaffRequest, reference: str, meeting_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.MEETING_PLAN)
    meeting, now = get_open_circle(opened, meeting_id), clock.now()
    form = bind(request, ProposeForm)
    verdict = blockers_to_propose(facts_for_proposal(meeting, opened.case, now))
    if form.is_valid() and verdict.is_open:
        services.propose_seat(
            meeting_id=meeting_id, case_id=opened.case.pk, words=form.cleaned_data["words"], by=request.user, at=now
        )
        messages.success(request, _("Asked. Whoever leads it learns that you ask, and nobody’s name."))
        return redirect("meetings:circles", reference)
    page = gate.page(
        opened,
        verdict,
        frozenset({reference}),
        heading_closed=_("asking for a seat"),
        heading_open=_("Ask for a seat for %(name)s?") % {"name": opened.case.victim.called},
        form=form,
        seat=open_seats(opened, now).seat(meeting),
    )
    return render(request, "meetings/propose.html", page)


@requires(Act.MEETING_PLAN)
def take_back_seat(request: StaffRequest, reference: str, proposal_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.MEETING_PLAN)
    proposal = get_own_proposal(opened, proposal_id)
    if request.method == "POST":
        services.take_back_proposal(proposal_id=proposal.pk, by=request.user, at=clock.now())
        messages.success(request, _("Taken back. Nobody asks why."))
    return redirect("meetings:circles", reference)


@requires(Act.MEETING_PLAN)
def seat(request: StaffRequest, reference: str, meeting_id: UUID, proposal_id: UUID) -> HttpResponse:
    at = open_meeting(request, reference, meeting_id, Act.MEETING_PLAN)
    proposal = get_proposal_for(at.meeting, proposal_id, at.sight)
    form = bind(request, SeatForm)
    if form.is_valid():
        if form.cleaned_data["answer"] == "yes":
            services.accept_proposal(proposal_id=proposal.pk, by=request.user, at=clock.now())
            messages.success(request, _("A seat is kept. Ask everybody for the new company, then book it."))
        else:
            services.decline_proposal(proposal_id=proposal.pk, by=request.user, at=clock.now())
            messages.success(request, _("Written down. Whoever asked sees that it is not this time."))
        return redirect("meetings:circle", reference, meeting_id)
    context = case_page(at.opened, meeting=at.meeting, form=form, proposal=proposal)
    return render(request, "meetings/seat.html", context)
