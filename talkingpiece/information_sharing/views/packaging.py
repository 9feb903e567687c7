from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_reading
from talkingpiece.cases.access import get_case, may, read_case
from talkingpiece.cases.presenters import case_page, gate_page
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.documents.exports import exports
from talkingpiece.documents.payloads import ReportPaper, texts
from talkingpiece.documents.responses import page_pictures, pdf_response
from talkingpiece.information_sharing import services
from talkingpiece.information_sharing.access import get_package
from talkingpiece.information_sharing.exports import PACKAGE
from talkingpiece.information_sharing.forms.service import PackageForm, StopForm
from talkingpiece.information_sharing.gates import blockers_to_share, facts_for_package
from talkingpiece.information_sharing.models import SharePackage
from talkingpiece.information_sharing.packages import FILE_NAME, package_paper
from talkingpiece.information_sharing.queries import agencies_beside, may_be_told, packages_of
from talkingpiece.protection.classes import Side
from talkingpiece.ui.forms import bind


@requires(Act.CASE_SEE)
@require_safe
def packages(request: StaffRequest, reference: str) -> HttpResponse:
    opened = read_case(request.user, reference, "packages")
    context = case_page(
        opened,
        packages=packages_of(opened.case.pk),
        agencies=agencies_beside(opened.case, clock.now()),
        may_write=may(opened, Act.LETTER_WRITE),
    )
    return render(request, "information_sharing/packages.html", context)


@requires(Act.LETTER_WRITE)
def write_package(request: StaffRequest, reference: str, agency_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.LETTER_WRITE)
    now = clock.now()
    agency = next((one for one in agencies_beside(opened.case, now) if one.pk == agency_id), None)
    if agency is None:
        raise Http404
    form = bind(request, PackageForm, allowed=may_be_told(opened.case, agency_id, now))
    if form.is_valid():
        made = services.begin_package(
            case_id=opened.case.pk, agency_id=agency_id, by=request.user, at=now, **form.columns()
        )
        messages.success(request, _("Saved. A case supervisor or a coordinator looks at it before it leaves."))
        return redirect("information_sharing:package", reference, made.pk)
    return render(request, "information_sharing/write_package.html", case_page(opened, form=form, agency=agency))


@requires(Act.CASE_SEE)
@require_safe
def package(request: StaffRequest, reference: str, package_id: UUID) -> HttpResponse:
    """The pages as the recipient gets them, from the same payload, before they leave and afterwards."""
    opened = get_case(request.user, reference)
    found = get_package(opened, package_id)
    record_reading("package.read", by=request.user, about=found, side=Side.VICTIM, case_id=opened.case.pk)
    return _page(request, reference, found)


def _page(request: StaffRequest, reference: str, found: SharePackage, form: StopForm | None = None) -> HttpResponse:
    opened, paper = get_case(request.user, reference), _paper(found)
    writes, reviews = may(opened, Act.LETTER_WRITE), may(opened, Act.DISCLOSURE_REVIEW)
    context = gate_page(
        opened,
        blockers_to_share(facts_for_package(found, request.user, clock.now())),
        heading_closed=_("letting it go"),
        heading_open=_("Look at it, and let it go"),
        package=found,
        pictures=page_pictures(paper),
        words=texts(paper),
        may_approve=reviews,
        may_print=writes,
        may_stop=writes or reviews,
        form=form or StopForm(),
    )
    return render(request, "information_sharing/package.html", context)


@requires(Act.DISCLOSURE_REVIEW)
@require_POST
def approve_package(request: StaffRequest, reference: str, package_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.DISCLOSURE_REVIEW)
    found = get_package(opened, package_id)
    try:
        services.approve_package(package_id=found.pk, by=request.user, at=clock.now())
    except Blocked:
        return _page(request, reference, found)
    messages.success(request, _("Approved. Whoever wrote it can print it and send it now."))
    return redirect("information_sharing:package", reference, package_id)


@requires(Act.CASE_SEE)
@require_POST
def stop_package(request: StaffRequest, reference: str, package_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference)
    found, form = get_package(opened, package_id), bind(request, StopForm)
    if form.is_valid():
        services.stop_package(package_id=found.pk, why=form.cleaned_data["why"], by=request.user, at=clock.now())
        messages.success(request, _("Stopped. It will not leave."))
        return redirect("information_sharing:package", reference, package_id)
    return _page(request, reference, found, form)


@requires(Act.LETTER_WRITE)
@exports(PACKAGE)
@require_safe
def package_pdf(request: StaffRequest, reference: str, package_id: UUID) -> HttpResponse:
    """Only what was approved, byte for byte."""
    opened = get_case(request.user, reference, act=Act.LETTER_WRITE)
    found = get_package(opened, package_id)
    if found.approved_at is None:
        raise Http404
    return pdf_response(
        PACKAGE, _paper(found), FILE_NAME, by=request.user, about=found, side=Side.VICTIM, case_id=opened.case.pk
    )


def _paper(found: SharePackage) -> ReportPaper:
    if found.paper:
        return ReportPaper.model_validate(found.paper)
    return package_paper(found, on=timezone.localdate(clock.now()))
