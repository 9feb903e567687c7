from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.cases.access import get_case, get_responsible, may, read_case
from talkingpiece.cases.presenters import case_page, gate_page
from talkingpiece.core import clock
from talkingpiece.documents.exports import exports
from talkingpiece.documents.responses import page_pictures, pdf_response
from talkingpiece.offender_management import services
from talkingpiece.offender_management.access import get_report, get_reported
from talkingpiece.offender_management.allowed import ALLOWED
from talkingpiece.offender_management.exports import WRITTEN
from talkingpiece.offender_management.forms import MadeSureForm, StopForm, ToWordsForm, WriteForm
from talkingpiece.offender_management.gates import (
    blockers_to_begin,
    blockers_to_release,
    facts_for_begin,
    facts_for_release,
    manager_of,
)
from talkingpiece.offender_management.models import OutcomeReport
from talkingpiece.offender_management.papers import FILE_NAME
from talkingpiece.offender_management.presenters import any_paper, choices, report_page, reported_row, reports_page
from talkingpiece.offender_management.queries import Addressee, addressees, reports_of
from talkingpiece.offender_management.services import Stale
from talkingpiece.offender_management.states import Kind
from talkingpiece.protection.classes import Side
from talkingpiece.ui.forms import bind


@requires(Act.CASE_SEE)
@require_safe
def reports(request: StaffRequest, reference: str) -> HttpResponse:
    opened = read_case(request.user, reference, "reports")
    context = case_page(opened, may_write=may(opened, Act.REPORT_WRITE), **reports_page(opened.case))
    return render(request, "offender_management/reports.html", context)


@requires(Act.REPORT_WRITE)
def reported(request: StaffRequest, reference: str, reported_id: UUID) -> HttpResponse:
    """Somebody outside says that a thing is done: look, and write down what you found."""
    opened = get_case(request.user, reference, act=Act.REPORT_WRITE)
    said = get_reported(opened, reported_id)
    form = bind(request, MadeSureForm)
    if form.is_valid():
        services.make_sure(reported_id=said.pk, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Written down. Tell the person who was harmed if they want to hear of it."))
        return redirect("offender_management:reports", reference)
    context = case_page(opened, row=reported_row(said), answered=bool(said.answer), form=form)
    return render(request, "offender_management/reported.html", context)


@requires(Act.REPORT_WRITE)
def begin(request: StaffRequest, reference: str, responsible_id: UUID) -> HttpResponse:
    opened, now = get_case(request.user, reference, act=Act.REPORT_WRITE), clock.now()
    responsible = get_responsible(opened, responsible_id)
    corrects = _corrected(request, opened.case.pk, responsible_id)
    found = addressees(opened.case, responsible, now)
    kind, to = _chosen(request, found, corrects) or (Kind.OUTCOME, manager_of(opened.case, responsible, now))
    answer = blockers_to_begin(facts_for_begin(opened.case, responsible, now, kind=kind, to=to))
    on_paper = to is not None and to.user is None
    form = bind(request, ToWordsForm if on_paper else WriteForm, initial=corrects.written if corrects else {})
    if answer.is_open and form.is_valid():
        report = services.begin_report(
            responsible_id=responsible.pk,
            written=form.written(),
            corrects_id=corrects.pk if corrects else None,
            kind=kind,
            to_key=to.key if to else "",
            to_words=form.cleaned_data.get("to_words", ""),
            by=request.user,
            at=now,
        )
        return redirect("offender_management:report", reference, report.pk)
    context = gate_page(
        opened,
        answer,
        heading_closed=_("a report"),
        heading_open=_("Report on %(name)s") % {"name": responsible.person.called},
        form=form,
        responsible=responsible,
        corrects=corrects,
        groups=choices(found, kind, to),
        to=to,
    )
    return render(request, "offender_management/begin.html", context)


def _chosen(
    request: StaffRequest, found: list[Addressee], corrects: OutcomeReport | None
) -> tuple[Kind, Addressee] | None:
    """What, and for whom, as the address says it, or as the report that is corrected was. None if that is nothing that
    could be told."""
    what, _bar, key = request.GET.get("what", "").partition("|")
    if corrects is not None:
        what = corrects.kind
        key = next((one.key for one in found if one.as_whom == corrects.as_whom and one.user == corrects.recipient), "")
    to = next((one for one in found if one.key == key), None)
    return (Kind(what), to) if to is not None and what in ALLOWED[to.as_whom] else None


def _corrected(request: StaffRequest, case_id: UUID, responsible_id: UUID) -> OutcomeReport | None:
    """The report that was sent and is to be put right, if the address names one of this person."""
    sent = [one for one in reports_of(case_id) if one.responsible_id == responsible_id and one.released_at]
    return next((one for one in sent if str(one.pk) == request.GET.get("corrects", "")), None)


@requires(Act.CASE_SEE)
@require_safe
def report(request: StaffRequest, reference: str, report_id: UUID) -> HttpResponse:
    opened = read_case(request.user, reference, "report")
    found = get_report(opened, report_id)
    writes = found.is_draft and may(opened, Act.REPORT_WRITE)
    context = case_page(opened, report=found, page=report_page(found, clock.now()), writes=writes)
    return render(request, "offender_management/report.html", context)


@requires(Act.REPORT_WRITE)
def change(request: StaffRequest, reference: str, report_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.REPORT_WRITE)
    found = get_report(opened, report_id)
    form = bind(request, WriteForm, initial=found.written)
    form.version = found.version
    if form.is_valid():
        try:
            services.renew_report(
                report_id=found.pk,
                version=form.seen_version or found.version,
                written=form.written(),
                by=request.user,
                at=clock.now(),
            )
        except Stale:
            form.renew_version(found.version)
            form.add_error(None, _("Somebody changed the report meanwhile. What you wrote is still here."))
        else:
            messages.success(request, _("Saved. Whoever is concerned is shown the new version."))
            return redirect("offender_management:report", reference, report_id)
    return render(request, "offender_management/change.html", case_page(opened, report=found, form=form))


@requires(Act.REPORT_WRITE)
@require_POST
def renew(request: StaffRequest, reference: str, report_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.REPORT_WRITE)
    found = get_report(opened, report_id)
    services.renew_report(report_id=found.pk, version=found.version, by=request.user, at=clock.now())
    messages.success(request, _("It says what is known and agreed today."))
    return redirect("offender_management:report", reference, report_id)


@requires(Act.REPORT_WRITE)
def release(request: StaffRequest, reference: str, report_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.REPORT_WRITE)
    found = get_report(opened, report_id)
    answer = blockers_to_release(facts_for_release(found, clock.now()))
    if request.method == "POST" and answer.is_open:
        seen = request.POST.get("seen", "")
        if seen != str(found.version):
            messages.warning(request, _("The report has changed since you looked. Please look at it again."))
            return redirect("offender_management:release", reference, report_id)
        services.release_report(report_id=found.pk, version=found.version, by=request.user, at=clock.now())
        name = {"name": found.to_name}
        sent = _("Sent. %(name)s can read it now.") if found.recipient else _("Released. Print it for %(name)s.")
        messages.success(request, sent % name)
        return redirect("offender_management:report", reference, report_id)
    paper = any_paper(found)
    context = gate_page(
        opened,
        answer,
        heading_closed=_("this report can be sent"),
        heading_open=_("Send the report to %(name)s?") % {"name": found.to_name},
        report=found,
        pictures=page_pictures(paper),
        paper=paper,
    )
    return render(request, "offender_management/release.html", context)


@requires(Act.REPORT_WRITE)
def stop(request: StaffRequest, reference: str, report_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.REPORT_WRITE)
    found = get_report(opened, report_id)
    form = bind(request, StopForm)
    if form.is_valid():
        services.stop_report(report_id=found.pk, why=form.cleaned_data["why"], by=request.user, at=clock.now())
        messages.success(request, _("Stopped. Nothing was sent."))
        return redirect("offender_management:reports", reference)
    return render(request, "offender_management/stop.html", case_page(opened, report=found, form=form))


@requires(Act.CASE_SEE)
@exports(WRITTEN)
@require_safe
def pdf(request: StaffRequest, reference: str, report_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference)
    found = get_report(opened, report_id)
    return pdf_response(
        WRITTEN,
        any_paper(found),
        FILE_NAME,
        by=request.user,
        about=found,
        side=Side.OFFENDER,
        case_id=found.case_id,
    )
