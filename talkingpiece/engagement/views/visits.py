from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.cases.access import get_case
from talkingpiece.cases.presenters import case_page
from talkingpiece.core import clock
from talkingpiece.engagement import services
from talkingpiece.engagement.access import get_somebody, get_visit, read
from talkingpiece.engagement.forms import VisitForm, VisitHeldForm, VisitNotHeldForm
from talkingpiece.engagement.models import Visit
from talkingpiece.engagement.presenters import way_rows
from talkingpiece.engagement.presenters.out import place_sealed
from talkingpiece.people.queries import ways_of
from talkingpiece.protection.classes import Side
from talkingpiece.ui.dates import when
from talkingpiece.ui.forms import bind


@requires(Act.CASE_WORK)
def visit(request: StaffRequest, reference: str, person_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.CASE_WORK)
    who = get_somebody(opened, person_id)
    form = bind(request, VisitForm, area_id=opened.case.area_id, worker=request.user)
    if form.is_valid():
        row = services.plan_visit(
            case_id=opened.case.pk,
            person_id=person_id,
            worker=request.user,
            by=request.user,
            at=clock.now(),
            **form.columns(),
        )
        values = {"name": who.name, "when": when(row.planned_at)}
        messages.success(request, _("The visit to %(name)s is planned: %(when)s.") % values)
        return redirect("casefile:case", reference)
    ways = way_rows(reference, who.name, ways_of(person_id), clock.now())
    return render(request, "engagement/visit.html", case_page(opened, who=who, form=form, ways=ways))


@requires(Act.CASE_WORK)
def visit_held(request: StaffRequest, reference: str, visit_id: UUID) -> HttpResponse:
    """The visit took place, and everybody came home."""
    opened = get_case(request.user, reference, act=Act.CASE_WORK)
    found = get_visit(opened, visit_id)
    form = bind(request, VisitHeldForm, initial=_as_tapped(found))
    if form.is_valid():
        services.record_visit_held(visit_id=visit_id, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("The visit is recorded, and that everybody is home."))
        return _after(request, reference, found)
    read(opened, request.user, "engagement_visit", Side(found.side))
    context = case_page(opened, visit=found, form=form, where=place_sealed(found))
    return render(request, "engagement/visit_held.html", context)


def _as_tapped(visit: Visit) -> dict[str, object]:
    now = clock.now()
    return {"held_at": visit.arrived_at or min(visit.planned_at, now), "home_at": visit.home_at or now}


def _after(request: StaffRequest, reference: str, found: Visit) -> HttpResponse:
    if "listen" not in request.POST:
        return redirect("casefile:case", reference)
    if found.side == Side.VICTIM:
        return redirect("engagement:listen", reference)
    return redirect("engagement:voice", reference, found.person_id)


@requires(Act.CASE_WORK)
def visit_not_held(request: StaffRequest, reference: str, visit_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.CASE_WORK)
    found = get_visit(opened, visit_id)
    form = bind(request, VisitNotHeldForm, begun=found.planned_at <= clock.now() and found.home_at is None)
    if form.is_valid():
        why = form.cleaned_data["why"]
        services.record_visit_not_held(visit_id=visit_id, why=why, by=request.user, at=clock.now())
        messages.success(request, _("Recorded that the visit did not happen."))
        return redirect("casefile:case", reference)
    read(opened, request.user, "engagement_visit", Side(found.side))
    context = case_page(opened, visit=found, form=form, where=place_sealed(found))
    return render(request, "engagement/visit_not_held.html", context)
