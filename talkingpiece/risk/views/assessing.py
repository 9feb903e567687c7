from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_reading
from talkingpiece.cases.access import Opened, get_case, may
from talkingpiece.cases.pages.people import Difference, differences
from talkingpiece.cases.presenters import case_page
from talkingpiece.core import clock
from talkingpiece.protection.classes import Side
from talkingpiece.risk import services
from talkingpiece.risk.access import get_assessment, get_factor
from talkingpiece.risk.forms import FactorForm, StartForm, initial_of
from talkingpiece.risk.models import Assessment, FactorView
from talkingpiece.risk.presenters import approach_names, assessment_page, factor_rows, offenders, overview
from talkingpiece.risk.profile import Factor
from talkingpiece.risk.queries import earlier_views, policy_of, seen, views_of
from talkingpiece.risk.services import StaleFactor
from talkingpiece.risk.states import WRITABLE, About, Concern
from talkingpiece.ui.forms import bind


@requires(Act.CASE_SEE)
def assess(request: StaffRequest, reference: str) -> HttpResponse:
    act = Act.RISK_ASSESS if request.method == "POST" else Act.CASE_SEE
    opened = get_case(request.user, reference, act=act)
    form = bind(request, StartForm, approaches=approach_names(opened.case))
    if form.is_valid():
        approach = form.cleaned_data["approach"]
        begun = services.start_assessment(case_id=opened.case.pk, approach=approach, by=request.user, at=clock.now())
        return redirect("risk:assessment", reference, begun.pk)
    page = overview(opened.case, clock.today())
    return render(request, "risk/assess.html", case_page(opened, page=page, may_assess=may(opened, Act.RISK_ASSESS)))


@requires(Act.CASE_SEE)
@require_safe
def assessment(request: StaffRequest, reference: str, assessment_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference)
    shown = get_assessment(opened, assessment_id)
    record_reading("risk_assessment.read", by=request.user, about=shown, side=Side.JOINT, case_id=opened.case.pk)
    page = assessment_page(opened.case, shown)
    writes = shown.state in WRITABLE and opened.case.is_open and may(opened, Act.RISK_ASSESS)
    return render(request, "risk/assessment.html", case_page(opened, page=page, writes=writes))


@requires(Act.RISK_ASSESS)
def factor(request: StaffRequest, reference: str, assessment_id: UUID, factor: str) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.RISK_ASSESS)
    shown = get_assessment(opened, assessment_id)
    asked = get_factor(opened, shown, factor)
    if shown.state not in WRITABLE:
        return redirect("risk:assessment", reference, assessment_id)
    view, earlier = views_of(shown.pk).get(factor), earlier_views(shown).get(factor)
    form, clash = _factor_form(request, opened, shown, view, earlier), list[Difference]()
    form.version = seen(view)
    if form.is_valid():
        try:
            _save(form, shown, asked, request)
        except StaleFactor as stale:
            form.renew_version(seen(stale.current))
            clash = _clash(form, stale.current)
        else:
            messages.success(request, _("Saved."))
            return _next(request, opened, shown, asked)
    more = _about(opened, asked, view, earlier)
    return render(request, "risk/factor.html", case_page(opened, form=form, assessment=shown, clash=clash, **more))


def _factor_form(
    request: StaffRequest, opened: Opened, shown: Assessment, view: FactorView | None, earlier: FactorView | None
) -> FactorForm:
    asks_them = About.OFFENDER in policy_of(opened.case).groups(shown.approach)
    return bind(
        request,
        FactorForm,
        victim=opened.case.victim.called,
        offenders=offenders(opened.case) if asks_them else "",
        stopped=view is not None and view.concern == Concern.STOP,
        initial=initial_of(view or earlier),
    )


def _save(form: FactorForm, shown: Assessment, asked: Factor, request: StaffRequest) -> None:
    services.assess_factor(
        assessment_id=shown.pk,
        factor=asked.key,
        written=form.written(),
        version=form.guard_version,
        flag=form.flag_kind,
        by=request.user,
        at=clock.now(),
    )


def _clash(form: FactorForm, current: FactorView) -> list[Difference]:
    return differences(
        (form.fields[name].label or "", getattr(current, name), form.cleaned_data[name])
        for name in form.fields
        if name != "flag"
    )


def _about(opened: Opened, asked: Factor, view: FactorView | None, earlier: FactorView | None) -> dict[str, object]:
    start = earlier if view is None else None
    return {
        "words": _(asked.words),
        "about": asked.about.label,
        "earlier": start,
        "earlier_rows": factor_rows(opened.case.victim.called, start, offenders(opened.case)) if start else [],
    }


def _next(request: StaffRequest, opened: Opened, shown: Assessment, asked: Factor) -> HttpResponse:
    """To the next factor of the same group; after the last one, or if they asked for it, back to the list."""
    keys = [one.key for one in policy_of(opened.case).group(asked.about)]
    later = keys[keys.index(asked.key) + 1 :]
    if later and "list" not in request.POST:
        return redirect("risk:factor", opened.case.reference, shown.pk, later[0])
    return redirect("risk:assessment", opened.case.reference, shown.pk)
