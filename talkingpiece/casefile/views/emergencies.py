from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.areas.queries import current_section
from talkingpiece.casefile.access.trail import areas_looked_after
from talkingpiece.casefile.forms import EmergencyForm, ReviewForm
from talkingpiece.casefile.presenters.emergencies import (
    conflict_checks,
    emergencies_page,
    emergency_page,
    numbers_met,
    refused_page,
)
from talkingpiece.casefile.presenters.trail import unusual_rows
from talkingpiece.cases.access import case_for_emergency, get_case, get_emergency, visible_cases, visible_emergencies
from talkingpiece.cases.profile import Emergency
from talkingpiece.cases.services import break_glass, close_glass, review_glass
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.staffing.access import get_area
from talkingpiece.ui.forms import bind


@requires(Act.GLASS_BREAK, fresh=True)
def emergency(request: StaffRequest) -> HttpResponse:
    """A case that is not theirs, for an hour, on a ground, under the eyes of somebody else."""
    policy = current_section(get_area(request.user, Act.GLASS_BREAK).pk, Emergency)
    form = bind(request, EmergencyForm, least=policy.least_words)
    page = {"form": form, "policy": policy}
    if form.is_valid():
        said = form.cleaned_data
        case = case_for_emergency(request.user, said["reference"])
        if case is None:
            form.not_found()
        elif visible_cases(request.user).filter(pk=case.pk).exists():
            return redirect("casefile:case", case.reference)
        else:
            try:
                break_glass(
                    case_id=case.pk, ground=said["ground"], words=said["words"], by=request.user, at=clock.now()
                )
            except Blocked as refused:
                return render(request, "casefile/emergency.html", {**page, **refused_page(refused)}, status=409)
            hour = {"minutes": policy.minutes}
            said_so = _("Open to you for %(minutes)d minutes. What you open is recorded, and will be looked at.") % hour
            messages.success(request, said_so)
            return redirect("casefile:case", case.reference)
    return render(request, "casefile/emergency.html", page)


@require_POST
@requires(Act.GLASS_BREAK)
def emergency_over(request: StaffRequest, reference: str) -> HttpResponse:
    opened = get_case(request.user, reference)
    close_glass(case_id=opened.case.pk, by=request.user, at=clock.now())
    messages.success(request, _("Closed. The case is not open to you any more."))
    return redirect("casefile:cases")


@requires(Act.GLASS_REVIEW)
@require_safe
def emergencies(request: StaffRequest) -> HttpResponse:
    now = clock.now()
    areas = [area.pk for area in areas_looked_after(request.user)]
    page = emergencies_page(visible_emergencies(request.user), now)
    trail = {"sees_trail": bool(areas), "unusual": unusual_rows(areas, now), "met": numbers_met(areas)}
    trail["checks"] = conflict_checks(request.user)
    return render(request, "casefile/emergencies.html", {**page, **trail})


@requires(Act.GLASS_REVIEW)
def emergency_review(request: StaffRequest, opening_id: UUID) -> HttpResponse:
    opening = get_emergency(request.user, opening_id)
    initial = {"review": opening.review, "words": opening.review_words}
    form = bind(request, ReviewForm, initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        review_glass(opening_id=opening.pk, review=said["review"], words=said["words"], by=request.user, at=clock.now())
        messages.success(request, _("Looked at, and written down."))
        return redirect("casefile:emergencies")
    return render(request, "casefile/emergency_review.html", emergency_page(opening, request.user, form))
