from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.cases.access import Opened, get_case
from talkingpiece.cases.models import Case
from talkingpiece.cases.presenters import case_page
from talkingpiece.cases.profile import ApproachDef
from talkingpiece.cases.queries import approaches
from talkingpiece.core import clock
from talkingpiece.meetings import services
from talkingpiece.meetings.access import get_meeting
from talkingpiece.meetings.forms.planning import CancelForm, PlanForm
from talkingpiece.meetings.models import Meeting
from talkingpiece.meetings.presenters import gate, planning
from talkingpiece.meetings.presenters.words import neutral_words
from talkingpiece.meetings.queries import Place, invitable
from talkingpiece.meetings.services import Newcomer, NewSupporter, Plan, Stale
from talkingpiece.meetings.states import Stage
from talkingpiece.meetings.views.opening import OpenMeeting, open_meeting
from talkingpiece.protection.classes import Side
from talkingpiece.ui.forms import bind


@requires(Act.MEETING_PLAN)
def plan(request: StaffRequest, reference: str) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.MEETING_PLAN)
    places, now = invitable(opened.case, request.user, on=clock.today()), clock.now()
    form = _form(request, opened.case, places, now)
    if form.is_valid():
        meeting = services.plan_meeting(plan=_plan(form, opened.case, places), by=request.user, at=now)
        messages.success(request, _("Planned. Nobody is told and nobody is expected until it is booked."))
        return redirect("meetings:meeting", reference, meeting.pk)
    return render(request, "meetings/plan.html", _context(opened, form, places, now))


@requires(Act.MEETING_PLAN)
def change(request: StaffRequest, reference: str, meeting_id: UUID) -> HttpResponse:
    at, now = open_meeting(request, reference, meeting_id, Act.MEETING_PLAN), clock.now()
    opened, meeting = at.opened, at.meeting
    places = invitable(opened.case, request.user, meeting, on=clock.today())
    form, clash = _form(request, opened.case, places, now, at), []
    if form.is_valid():
        wanted = _plan(form, opened.case, places)
        try:
            changed = services.change_meeting(
                meeting_id=meeting_id, version=form.seen_version, plan=wanted, by=request.user, at=now
            )
        except Stale as stale:
            form.renew_version(stale.current.version)
            clash = planning.clash(form, get_meeting(opened, meeting_id), wanted)
        else:
            messages.success(request, planning.what_changed(meeting, changed))
            return redirect("meetings:meeting", reference, meeting_id)
    context = _context(opened, form, places, now, meeting=meeting, clash=clash)
    return render(request, "meetings/plan.html", context)


def _form(
    request: StaffRequest, case: Case, places: list[Place], now: datetime, at: OpenMeeting | None = None
) -> PlanForm:
    meeting = at.meeting if at else None
    workers = planning.workers(case, now, *((meeting.lead, meeting.co_facilitator) if meeting else ()))
    form = bind(
        request,
        PlanForm,
        approaches=approaches(case).approaches,
        people=planning.labels(places, case, at.sight if at else None),
        supporters=planning.supporters_of(places, case),
        workers=workers,
        initial=planning.initial(meeting)
        if meeting
        else planning.first_initial(case, places, _way(case, request.GET.get("approach", "")), request.user, workers),
    )
    form.version = meeting.version if meeting else None
    return form


def _way(case: Case, key: str) -> ApproachDef:
    """The one of that key; else one that the victim chose; else the first that the area offers."""
    known = {one.key: one for one in approaches(case).approaches}
    return known.get(key) or planning.chosen_way(case, known.values()) or next(iter(known.values()))


def _plan(form: PlanForm, case: Case, places: list[Place]) -> Plan:
    data = form.cleaned_data
    people = {worker.pk: worker for worker in form.workers}
    return Plan(
        approach=data["approach"],
        starts_at=data["starts_at"],
        venue=data["venue"],
        venue_kind=data["venue_kind"],
        practical=data["practical"],
        lead=people[UUID(data["lead"])],
        co_facilitator=people[UUID(data["co_facilitator"])] if data["co_facilitator"] else None,
        places=[place for place in places if str(place.person.pk) in data["people"]],
        supporters=[
            NewSupporter(data[f"supporter_{side}"], Side(side), case)
            for side in form.supporter_sides
            if data[f"supporter_{side}"]
        ],
        home=case,
        **_own_to(form, data["approach"]),
    )


def _own_to(form: PlanForm, key: str) -> dict[str, Any]:
    """What this approach alone asked."""
    data = form.cleaned_data
    called = data.get(f"newcomer_called_{key}")
    return {
        "purpose": data.get(f"purpose_{key}", ""),
        "seats_offered": data.get(f"seats_offered_{key}") or 0,
        "newcomers": [Newcomer(called, data[f"newcomer_part_{key}"])] if called else [],
    }


def _context(opened: Opened, form: PlanForm, places: list[Place], now: datetime, **more: Any) -> dict[str, Any]:
    approach = _way(opened.case, str(form["approach"].value() or ""))
    before = planning.before_planning(opened.case, places, approach, now)
    seen = frozenset({opened.case.reference})
    return case_page(
        opened,
        form=form,
        approach_words=_(approach.explained),
        choices=planning.choices_of(opened.case, places, approach, before.facts),
        gate=gate.panel(before.verdict, opened, seen, heading=_("Before a date can be booked"), beside=True),
        verdict=before.verdict,
        in_place=gate.ticks(before.verdict, opened, seen),
        **more,
    )


@requires(Act.MEETING_PLAN)
def cancel(request: StaffRequest, reference: str, meeting_id: UUID) -> HttpResponse:
    at = open_meeting(request, reference, meeting_id, Act.MEETING_PLAN)
    cancelled = at.meeting.stage == Stage.CANCELLED
    form = bind(request, CancelForm, seats=at.seats, cancelled=cancelled)
    if form.is_valid():
        _cancel(form, at.meeting, request)
        messages.success(request, _("Written down."))
        return redirect("meetings:meeting", reference, meeting_id)
    words = neutral_words(at.meeting)
    context = case_page(at.opened, form=form, meeting=at.meeting, cancelled=cancelled, words=words)
    return render(request, "meetings/cancel.html", context)


def _cancel(form: CancelForm, meeting: Meeting, request: StaffRequest) -> None:
    told, now = {UUID(pk) for pk in form.cleaned_data["told"]}, clock.now()
    if meeting.stage == Stage.CANCELLED:
        services.record_told(meeting_id=meeting.pk, told=told, by=request.user, at=now)
        return
    why = form.cleaned_data["why"]
    services.cancel_meeting(meeting_id=meeting.pk, why=why, told=told, by=request.user, at=now)
