"""The desk of somebody in an agency: whom they may know of, what is asked of them, and what was sent to them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_reading
from talkingpiece.cases.models import Responsible
from talkingpiece.core import clock
from talkingpiece.documents.exports import exports
from talkingpiece.documents.render import Print
from talkingpiece.documents.responses import pdf_response, record_response
from talkingpiece.offender_management import services
from talkingpiece.offender_management.access import get_action, get_received, visible_entries, visible_received
from talkingpiece.offender_management.exports import RECEIVED, RECEIVED_RECORD
from talkingpiece.offender_management.forms import DoneForm, ObjectivesForm
from talkingpiece.offender_management.papers import FILE_NAME
from talkingpiece.offender_management.presenters import entry_panel, received_page, received_row, sent_paper
from talkingpiece.offender_management.record import as_file
from talkingpiece.offender_management.services import note_first_reading
from talkingpiece.protection.classes import Side
from talkingpiece.ui.forms import bind


@requires(Act.REPORT_RECEIVE)
@require_safe
def where_it_stands(request: StaffRequest) -> HttpResponse:
    entries = visible_entries(request.user)
    _note_read(request, [entry.entry_id for entry in entries])
    return render(
        request, "offender_management/where_it_stands.html", {"panels": [entry_panel(entry) for entry in entries]}
    )


def _note_read(request: StaffRequest, ids: list[UUID]) -> None:
    for row in Responsible.objects.filter(pk__in=ids):
        record_reading("feed.read", by=request.user, about=row, side=Side.OFFENDER, case_id=row.case_id)


@requires(Act.REPORT_RECEIVE)
def done(request: StaffRequest, item_id: UUID) -> HttpResponse:
    entry, action = get_action(request.user, item_id)
    agency = request.user.agency
    assert agency is not None  # else they see no action
    form = bind(request, DoneForm)
    if form.is_valid():
        services.report_done(
            item_id=item_id,
            responsible_id=entry.entry_id,
            agency=agency,
            words=form.cleaned_data["words"],
            by=request.user,
            at=clock.now(),
        )
        messages.success(request, _("Thank you. Somebody of the service makes sure."))
        return redirect("offender_management:where_it_stands")
    _note_read(request, [entry.entry_id])
    return render(request, "offender_management/done.html", {"entry": entry, "action": action, "form": form})


@requires(Act.REPORT_RECEIVE)
@require_safe
def received(request: StaffRequest) -> HttpResponse:
    rows = [received_row(report) for report in visible_received(request.user)]
    return render(request, "offender_management/received.html", {"rows": rows})


@requires(Act.REPORT_RECEIVE)
@require_safe
def received_one(request: StaffRequest, report_id: UUID) -> HttpResponse:
    report = get_received(request.user, report_id)
    note_first_reading(report_id=report.pk, by=request.user, at=clock.now())
    record_reading("report.read", by=request.user, about=report, side=Side.OFFENDER, case_id=report.case_id)
    context = {"page": received_page(report), "form": ObjectivesForm(initial={"taken": report.objectives})}
    return render(request, "offender_management/received_one.html", context)


@requires(Act.REPORT_RECEIVE)
@require_POST
def objectives(request: StaffRequest, report_id: UUID) -> HttpResponse:
    report = get_received(request.user, report_id)
    page, form = received_page(report), bind(request, ObjectivesForm)
    if not page.suggests:
        raise Http404
    if form.is_valid():
        services.answer_objectives(report_id=report.pk, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Written down. The service sees it."))
        return redirect("offender_management:received_one", report_id)
    return render(request, "offender_management/received_one.html", {"page": page, "form": form})


@requires(Act.REPORT_RECEIVE)
@exports(RECEIVED_RECORD)
@require_safe
def received_json(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """The report as a machine reads it: as it was when it was sent."""
    report = get_received(request.user, report_id)
    note_first_reading(report_id=report.pk, by=request.user, at=clock.now())
    return record_response(
        RECEIVED_RECORD,
        as_file(report.record or {}),
        "report.json",
        by=request.user,
        about=report,
        side=Side.OFFENDER,
        case_id=report.case_id,
        detail={"audience": sent_paper(report).audience.value},
    )


@requires(Act.REPORT_RECEIVE)
@exports(RECEIVED)
@require_safe
def received_pdf(request: StaffRequest, report_id: UUID) -> HttpResponse:
    report = get_received(request.user, report_id)
    note_first_reading(report_id=report.pk, by=request.user, at=clock.now())
    style = Print.LARGE if request.GET.get("print") == Print.LARGE else Print.NORMAL
    return pdf_response(
        RECEIVED,
        sent_paper(report),
        FILE_NAME,
        style,
        by=request.user,
        about=report,
        side=Side.OFFENDER,
        case_id=report.case_id,
    )
