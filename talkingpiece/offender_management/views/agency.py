"""The desk of an offender manager: what was sent to them, and nothing besides."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_reading
from talkingpiece.core import clock
from talkingpiece.documents.exports import exports
from talkingpiece.documents.render import Print
from talkingpiece.documents.responses import pdf_response
from talkingpiece.offender_management.access import get_received, visible_received
from talkingpiece.offender_management.exports import RECEIVED
from talkingpiece.offender_management.papers import FILE_NAME
from talkingpiece.offender_management.presenters import received_page, received_row, sent_paper
from talkingpiece.offender_management.services import note_first_reading
from talkingpiece.protection.classes import Side


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
    return render(request, "offender_management/received_one.html", {"page": received_page(report)})


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
