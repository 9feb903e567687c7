from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_reading
from talkingpiece.cases.access import may
from talkingpiece.cases.presenters import case_page
from talkingpiece.core import clock
from talkingpiece.protection.classes import Side
from talkingpiece.staffing import services
from talkingpiece.staffing.access import get_area, get_case_to_offer, open_to_plan
from talkingpiece.staffing.forms import NeedForm, PlanForm
from talkingpiece.staffing.forms.matching import initial_of
from talkingpiece.staffing.matching import proposal
from talkingpiece.staffing.presenters.matching import lesson_rows, plan_page
from talkingpiece.staffing.queries import Wishes, facilitators, staffing_of, wishes_of
from talkingpiece.ui.forms import bind


@requires(Act.CASE_SEE)  # whoever allocates: see below
def need(request: StaffRequest, reference: str) -> HttpResponse:
    """What the people of the case need. Whoever has the case may know of whom they would rather not work with only if
    they allocate: it may be themselves."""
    opened = get_case_to_offer(request.user, reference)
    if not may(opened, Act.CASE_ALLOCATE):
        raise Http404
    case, now = opened.case, clock.now()
    known = wishes_of([case.pk]).get(case.pk, Wishes())
    workers = [one.facilitator.user for one in facilitators(case.area_id, now)]
    form = bind(request, NeedForm, districts=staffing_of(case).districts, workers=workers, initial=initial_of(known))
    if form.is_valid():
        services.record_need(case_id=case.pk, wishes=form.wishes, by=request.user, at=now)
        messages.success(request, _("Saved. New offers go by this from now on."))
        return redirect("staffing:allocate", reference)
    return render(request, "staffing/need.html", case_page(opened, form=form))


@requires(Act.CASE_ALLOCATE)
def plan(request: StaffRequest) -> HttpResponse:
    """The best joint plan for all that wait: a proposal, of which somebody offers what they choose."""
    area, now = get_area(request.user, Act.CASE_ALLOCATE), clock.now()
    found = proposal(area.pk, now, only=open_to_plan(request.user, area))
    page = plan_page(found)
    form = bind(request, PlanForm, lines=page.lines)
    if form.is_valid():
        chosen = [form.lines[key] for key in form.cleaned_data["chosen"]]
        offered, left = services.offer_as_planned(
            [services.Chosen(line.case.pk, line.lead, line.join) for line in chosen],
            words=form.cleaned_data["words"],
            by=request.user,
            at=now,
        )
        if offered:
            n = len(offered)
            messages.success(
                request,
                ngettext(
                    "%(n)d case is offered. It is theirs once they say yes.",
                    "%(n)d cases are offered. Each is theirs once they say yes.",
                    n,
                )
                % {"n": n},
            )
        for one in left:
            values = {"case": one.case.reference, "name": one.to.name, "why": one.blockers[0].message}
            messages.warning(request, _("%(case)s was not offered to %(name)s: %(why)s.") % values)
        return redirect("staffing:plan")
    for case in found.matching.cases:
        record_reading("plan.read", by=request.user, about=case, side=Side.SERVICE, case_id=case.pk)
    return render(request, "staffing/plan.html", {"page": page, "form": form})


@requires(Act.CASE_ALLOCATE)
@require_safe
def lessons(request: StaffRequest) -> HttpResponse:
    """Which training would open which of the cases that the plan leaves without anybody."""
    area, now = get_area(request.user, Act.CASE_ALLOCATE), clock.now()
    found = proposal(area.pk, now, only=open_to_plan(request.user, area))
    for case in found.matching.cases:
        record_reading("plan.read", by=request.user, about=case, side=Side.SERVICE, case_id=case.pk)
    page = {"rows": lesson_rows(found), "left": int((found.plan.lead < 0).sum())}
    return render(request, "staffing/lessons.html", page)
