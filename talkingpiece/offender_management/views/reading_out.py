"""Each person hears exactly the sentences about them, never the other's, and says whether they may be told."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.cases.access import get_case, may
from talkingpiece.cases.presenters import case_page
from talkingpiece.core import clock
from talkingpiece.offender_management import services
from talkingpiece.offender_management.access import get_concerned, get_report
from talkingpiece.offender_management.allowed import fingerprint
from talkingpiece.offender_management.forms import ShownForm, UnshownForm
from talkingpiece.offender_management.presenters import heard_words, shown_page
from talkingpiece.offender_management.services import Stale
from talkingpiece.ui.forms import bind


@requires(Act.CASE_SEE)
def shown(request: StaffRequest, reference: str, report_id: UUID, person_id: UUID) -> HttpResponse:
    act = Act.REPORT_WRITE if request.method == "POST" else Act.CASE_SEE
    opened = get_case(request.user, reference, act=act)
    report = get_report(opened, report_id)
    one = get_concerned(report, person_id)
    form = bind(request, ShownForm, sentences=one.sentences) if may(opened, Act.REPORT_WRITE) else None
    if form is not None and form.is_valid():
        digest = request.POST.get("shown_digest", "")
        try:
            services.record_showing(
                report_id=report.pk, person_id=person_id, shown_digest=digest, by=request.user, **form.columns()
            )
        except Stale:
            return _changed_meanwhile(request, reference, report_id, person_id)
        messages.success(request, heard_words(form.cleaned_data["heard"]))
        return redirect("offender_management:report", reference, report_id)
    context = case_page(
        opened,
        report=report,
        page=shown_page(report, one),
        digest=fingerprint(one.sentences),
        form=form,
        unshown_form=UnshownForm() if may(opened, Act.APPROACH_SUPERVISE) else None,
    )
    return render(request, "offender_management/shown.html", context)


@requires(Act.APPROACH_SUPERVISE)
@require_POST
def unshown(request: StaffRequest, reference: str, report_id: UUID, person_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.APPROACH_SUPERVISE)
    report = get_report(opened, report_id)
    one = get_concerned(report, person_id)
    form = bind(request, UnshownForm)
    if form.is_valid():
        try:
            services.decide_unshown(
                report_id=report.pk,
                person_id=person_id,
                shown_digest=request.POST.get("shown_digest", ""),
                words=form.cleaned_data["words"],
                by=request.user,
                at=clock.now(),
            )
        except Stale:
            return _changed_meanwhile(request, reference, report_id, person_id)
        messages.success(request, _("Written down, with your name."))
        return redirect("offender_management:report", reference, report_id)
    context = case_page(
        opened, report=report, page=shown_page(report, one), digest=fingerprint(one.sentences), unshown_form=form
    )
    return render(request, "offender_management/shown.html", context)


def _changed_meanwhile(request: StaffRequest, reference: str, report_id: UUID, person_id: UUID) -> HttpResponse:
    messages.warning(request, _("The sentences have changed meanwhile. Please show them these."))
    return redirect("offender_management:shown", reference, report_id, person_id)
