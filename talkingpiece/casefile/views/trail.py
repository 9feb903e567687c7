from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import RoleHolding
from talkingpiece.audit.services import record_reading
from talkingpiece.casefile.access.trail import areas_looked_after, case_of_trail, get_looked_at
from talkingpiece.casefile.forms import TrailOfForm
from talkingpiece.casefile.presenters.trail import SPANS, Chosen, looked_by_page, looked_page, trail_page
from talkingpiece.core import clock
from talkingpiece.protection.classes import Side
from talkingpiece.ui.forms import bind


@requires(Act.TRAIL_SEE)
@require_safe
def trail(request: StaffRequest, reference: str) -> HttpResponse:
    """Who looked at this case. Looking here is an entry too."""
    case = case_of_trail(request.user, reference)
    page = trail_page(case, _chosen(request), clock.now())
    record_reading("trail.read", by=request.user, about=case, side=Side.SERVICE, case_id=case.pk)
    return render(request, "casefile/trail.html", page)


@requires(Act.TRAIL_SEE)
def looked(request: StaffRequest) -> HttpResponse:
    """Who opened how much, the unusual first; and the way to a case by its reference, which no address keeps."""
    areas = areas_looked_after(request.user)
    form = bind(request, TrailOfForm)
    if form.is_valid():
        try:
            case = case_of_trail(request.user, form.cleaned_data["reference"])
        except Http404:
            form.not_found()
        else:
            return redirect("casefile:trail", case.reference)
    holding = RoleHolding.objects.filter(user=request.user, area__in=areas).first()
    if holding is None:
        raise Http404
    record_reading("looked.read", by=request.user, about=holding, side=Side.SERVICE)
    return render(request, "casefile/looked.html", looked_page(areas, form, clock.now()))


@requires(Act.TRAIL_SEE)
@require_safe
def looked_by(request: StaffRequest, user_id: UUID) -> HttpResponse:
    area, who = get_looked_at(request.user, user_id)
    holding = RoleHolding.objects.filter(user=who, area=area).first()
    if holding is None:
        raise Http404
    page = looked_by_page(area, who, _chosen(request), clock.now())
    record_reading("looked.read", by=request.user, about=holding, side=Side.SERVICE, detail={"user": str(who.pk)})
    return render(request, "casefile/looked_by.html", page)


def _chosen(request: StaffRequest) -> Chosen:
    """What nobody could have chosen is not chosen."""
    by, days, page = (request.GET.get(name, "") for name in ("by", "days", "page"))
    return Chosen(
        by=_id(by),
        days=int(days) if days in {str(span) for span in SPANS} else None,
        page=int(page) if page.isdecimal() and len(page) < 6 else 1,
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
