from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.queries import names_of
from talkingpiece.areas.models import Area
from talkingpiece.areas.queries import last_closing, opening_of
from talkingpiece.core import clock
from talkingpiece.planning_group.access import area_for, get_evidence, may_in
from talkingpiece.planning_group.evidence import Standing
from talkingpiece.planning_group.forms import CloseForm, GiveForm, OpenForm, TakeBackForm
from talkingpiece.planning_group.gates import blockers_to_open, facts_to_open
from talkingpiece.planning_group.presenters import item_row, opening_page, step_rows
from talkingpiece.planning_group.queries import decision_of, given_for, steps_of
from talkingpiece.planning_group.services import (
    close_for_meetings,
    give_evidence,
    open_for_meetings,
    take_back_evidence,
)
from talkingpiece.ui.forms import bind


def _area(request: StaffRequest, act: Act) -> Area:
    return area_for(request.user, act, slug=request.GET.get("area", ""))


def _to(name: str, area: Area, *args: str) -> HttpResponseRedirect:
    return redirect(f"{reverse(name, args=args)}?{urlencode({'area': area.slug})}")


def _standing(area: Area, key: str) -> Standing:
    """Raises Http404 for an item that the area does not ask for."""
    for one in steps_of(area, clock.now()):
        if one.item.key == key:
            return one
    raise Http404


@requires(Act.STEPS_SEE)
@require_safe
def steps(request: StaffRequest) -> HttpResponse:
    area = _area(request, Act.STEPS_SEE)
    found, opening = steps_of(area, clock.now()), opening_of(area.pk)
    missing = [one for one in found if one.item.before_meetings and not one.met]
    page = {
        "area": area,
        "rows": step_rows(found, area),
        "opening": opening,
        "decision": decision_of(opening.pk) if opening else None,
        "missing": [item_row(one, area) for one in missing],
        "closed": last_closing(area.pk),
        "may_open": may_in(request.user, Act.AREA_OPEN, area),
        "today": clock.today(),
    }
    return render(request, "planning_group/steps.html", page)


@requires(Act.STEPS_SEE)
@require_safe
def item(request: StaffRequest, key: str) -> HttpResponse:
    area = _area(request, Act.STEPS_SEE)
    page = {
        "area": area,
        "row": item_row(_standing(area, key), area),
        "given": given_for(area.pk, key),
        "may_give": may_in(request.user, Act.WORK_OVERSEE, area),
        "today": clock.today(),
    }
    return render(request, "planning_group/item.html", page)


@requires(Act.WORK_OVERSEE)
def give(request: StaffRequest, key: str) -> HttpResponse:
    area = _area(request, Act.WORK_OVERSEE)
    row = item_row(_standing(area, key), area)
    if row.live:
        raise Http404
    form = bind(request, GiveForm)
    if form.is_valid():
        give_evidence(area_id=area.pk, item=key, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Written down."))
        return _to("planning_group:item", area, key)
    return render(request, "planning_group/give.html", {"area": area, "row": row, "form": form})


@requires(Act.WORK_OVERSEE)
def take_back(request: StaffRequest, evidence_id: UUID) -> HttpResponse:
    given = get_evidence(request.user, evidence_id)
    form = bind(request, TakeBackForm)
    if form.is_valid():
        take_back_evidence(evidence_id=given.pk, why=form.cleaned_data["why"], by=request.user, at=clock.now())
        messages.success(request, _("It no longer counts. What was written stays readable."))
        return _to("planning_group:item", given.area, given.item)
    row = item_row(_standing(given.area, given.item), given.area)
    return render(
        request, "planning_group/take_back.html", {"area": given.area, "row": row, "given": given, "form": form}
    )


@requires(Act.AREA_OPEN, fresh=True)
def open_area(request: StaffRequest) -> HttpResponse:
    area = _area(request, Act.AREA_OPEN)
    if opening_of(area.pk) is not None and request.method == "GET":
        return _to("planning_group:steps", area)
    found = steps_of(area, clock.now())
    form = bind(request, OpenForm)
    if form.is_valid():
        open_for_meetings(area_id=area.pk, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("The area is open for meetings."))
        return _to("planning_group:steps", area)
    verdict = blockers_to_open(facts_to_open(found, already_open=opening_of(area.pk) is not None))
    page = {"area": area, "form": form, **opening_page(verdict, area)}
    return render(request, "planning_group/open.html", page)


@requires(Act.AREA_OPEN, fresh=True)
def close_area(request: StaffRequest) -> HttpResponse:
    area = _area(request, Act.AREA_OPEN)
    opening = opening_of(area.pk)
    form = bind(request, CloseForm)
    if form.is_valid():
        close_for_meetings(area_id=area.pk, why=form.cleaned_data["why"], by=request.user, at=clock.now())
        messages.success(request, _("The area is closed for meetings. No further meeting is booked."))
        return _to("planning_group:steps", area)
    if opening is None:
        return _to("planning_group:steps", area)
    by = names_of({opening.opened_by}).get(opening.opened_by, "") if opening.opened_by else ""
    return render(request, "planning_group/close.html", {"area": area, "form": form, "opening": opening, "by": by})
