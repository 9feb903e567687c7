"""Offenders who asked first: written down, held, and decided by somebody who did not hear them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.areas.models import Agency
from talkingpiece.audit.services import record_refusal
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.protection.classes import Side
from talkingpiece.referrals import services
from talkingpiece.referrals.access import area_of_calls, get_enquiry, get_referral, visible_enquiries
from talkingpiece.referrals.forms.enquiry import DecideForm, EnquiryForm
from talkingpiece.referrals.models import OffenderEnquiry
from talkingpiece.referrals.presenters import enquiry as presenter
from talkingpiece.ui.forms import bind


@requires(Act.REFERRAL_TAKE)
def enquiry_record(request: StaffRequest) -> HttpResponse:
    form = bind(request, EnquiryForm, agencies=list(Agency.objects.order_by("name")))
    if not form.is_valid():
        return render(request, "referrals/enquiry_record.html", {"form": form})
    made = services.record_enquiry(
        area=area_of_calls(request.user), asked=form.asked(), by=request.user, at=clock.now()
    )
    messages.success(request, _("Written down and held, as %(reference)s.") % {"reference": made.reference})
    if visible_enquiries(request.user).filter(pk=made.pk).exists():
        return redirect("referrals:enquiry", made.reference)
    return redirect("referrals:enquiry_recorded")


@require_GET
@requires(Act.REFERRAL_TAKE)
def enquiry_recorded(request: StaffRequest) -> HttpResponse:
    """What to tell the offender. The same page for every enquiry, whatever becomes of it."""
    return render(request, "referrals/enquiry_recorded.html")


@requires(Act.REFERRAL_SEE)
@require_safe
def enquiry(request: StaffRequest, reference: str) -> HttpResponse:
    found = get_enquiry(request.user, reference)
    return render(request, "referrals/enquiry.html", presenter.enquiry_page(found, request.user, clock.now()))


@requires(Act.ENQUIRY_DECIDE)
def enquiry_decide(request: StaffRequest, reference: str) -> HttpResponse:
    found = get_enquiry(request.user, reference)
    form = bind(request, DecideForm, possible=presenter.possible(found))
    if not form.is_valid():
        return _decide_page(request, found, form)
    try:
        _decide(request, found, form.cleaned_data)
    except Blocked as closed:
        record_refusal(
            "enquiry.rule_refused",
            by=request.user,
            area_id=found.area_id,
            side=Side.OFFENDER,
            about=found,
            detail={"codes": closed.verdict.codes},
        )
        return _decide_page(request, found, form, closed)
    messages.success(request, _("Written down. No victim was contacted."))
    return redirect("referrals:enquiry", reference)


def _decide(request: StaffRequest, found: OffenderEnquiry, data: dict[str, Any]) -> None:
    common: dict[str, Any] = {"enquiry_id": found.pk, "by": request.user, "at": clock.now()}
    if data["decision"] == "rule":
        services.apply_rule(
            words=data["rule_words"], legal_bar=data["legal_bar"], names_no_victim=data["names_no_victim"], **common
        )
    elif data["decision"] == "end":
        services.end_enquiry(words=data["end_words"], told_at=data["told_at"], **common)
    else:
        services.hold_enquiry_again(words=data["hold_words"], **common)


def _decide_page(
    request: StaffRequest, found: OffenderEnquiry, form: DecideForm, closed: Blocked | None = None
) -> HttpResponse:
    context = {
        **presenter.enquiry_page(found, request.user, clock.now()),
        "form": form,
        "gate": presenter.rule_gate(closed.verdict) if closed else None,
    }
    return render(request, "referrals/enquiry_decide.html", context, status=409 if closed else 200)


@require_POST
@requires(Act.REFERRAL_SEE)
def enquiry_met(request: StaffRequest, reference: str) -> HttpResponse:
    found = get_enquiry(request.user, reference)
    try:
        case_id = UUID(request.POST.get("case", ""))
    except ValueError:
        raise Http404 from None
    services.meet_enquiry(enquiry_id=found.pk, case_id=case_id, by=request.user, at=clock.now())
    messages.success(request, _("Written down. The offender hears nothing of it."))
    return redirect("referrals:enquiry", reference)


@require_POST
@requires(Act.REFERRAL_SEE)
def looked(request: StaffRequest, reference: str) -> HttpResponse:
    found = get_referral(request.user, reference)
    services.look_at_referral(referral=found, by=request.user, at=clock.now())
    messages.success(request, _("Written down: you looked, and it may go on."))
    return redirect("referrals:referral", reference)
