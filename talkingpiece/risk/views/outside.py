"""A supervisor of another organisation decides on one assessment, by a one-time link and without an account.

It is on the door of the staff: the public one reads nothing of a case.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.areas.models import Area
from talkingpiece.audit.services import record_reading
from talkingpiece.cases.access import get_case
from talkingpiece.cases.presenters import case_page
from talkingpiece.core import clock
from talkingpiece.core.access import public
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.links import unnamed
from talkingpiece.protection.classes import Side
from talkingpiece.protection.context import areas_in_sight, show_areas
from talkingpiece.risk import services
from talkingpiece.risk.access import get_assessment
from talkingpiece.risk.forms import AskOutsideForm, SignForm
from talkingpiece.risk.models import Assessment, OutsideSupervisor
from talkingpiece.risk.presenters.outside import outside_page
from talkingpiece.risk.queries import asked_outside, live_outside
from talkingpiece.risk.states import AssessmentState
from talkingpiece.ui.forms import bind

WHY = "whoever holds a one-time link decides on one assessment, and reads nobody's name"


@requires(Act.RISK_ASK_OUTSIDE, fresh=True)
def ask(request: StaffRequest, reference: str, assessment_id: UUID) -> HttpResponse:
    """The link stands in the answer itself, once: in no address, no session and no table."""
    opened = get_case(request.user, reference, act=Act.RISK_ASK_OUTSIDE)
    shown = get_assessment(opened, assessment_id)
    if shown.state != AssessmentState.SUBMITTED:
        return redirect("risk:assessment", reference, assessment_id)
    form, made, address = bind(request, AskOutsideForm), None, ""
    if form.is_valid():
        made, address = _asked(request, form, shown)
    record_reading("risk_assessment.read", by=request.user, about=shown, side=Side.JOINT, case_id=opened.case.pk)
    context = {
        "form": form,
        "made": made,
        "address": address,
        "before": None if made else asked_outside(shown.pk, clock.now()),
        "assessment": shown,
        "page": outside_page(opened.case, shown),
    }
    return render(request, "risk/ask_outside.html", case_page(opened, **context))


def _asked(request: StaffRequest, form: AskOutsideForm, shown: Assessment) -> tuple[OutsideSupervisor | None, str]:
    try:
        made, token = services.ask_outside(assessment_id=shown.pk, by=request.user, at=clock.now(), **form.cleaned_data)
    except Blocked as blocked:
        for one in blocked.blockers:
            field = "email" if one.code == "has_account" else None
            form.add_error(field, str(one.remedy or one.message))
        return None, ""
    path = reverse("risk:outside", args=[made.area.slug, token])
    return made, request.build_absolute_uri(path)


@public(WHY)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, area: str, token: str) -> HttpResponse:
    _bring_into_sight(area)
    asked = live_outside(token, clock.now())
    if asked is None:
        return _over(request)
    page = outside_page(asked.assessment.case, asked.assessment)
    form = bind(request, SignForm, may_sign=not page.stops)
    if form.is_valid():
        try:
            services.answer_outside(token=token, at=clock.now(), **form.cleaned_data)
        except services.LinkOver:
            return _over(request)
        return unnamed(redirect("risk:outside_thanks"))
    return unnamed(render(request, "risk/outside.html", {"form": form, "page": page, "asked": asked}))


def _bring_into_sight(slug: str) -> None:
    """Beside what whoever is signed in has in sight already: a refusal is entered in the trail of their area."""
    found = Area.objects.filter(slug=slug).first()
    if found is not None:
        show_areas([*areas_in_sight(), found.pk])


def _over(request: HttpRequest) -> HttpResponse:
    """One page, whatever ails the link."""
    return unnamed(render(request, "risk/outside_over.html", status=404))


@public(WHY)
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "risk/outside_thanks.html")
