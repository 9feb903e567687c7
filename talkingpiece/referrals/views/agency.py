"""The pages of somebody in an agency who is signed in: refer, and see what they may of what became of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_reading
from talkingpiece.core import clock
from talkingpiece.protection.classes import Side
from talkingpiece.referrals import services
from talkingpiece.referrals.agency_access import areas_to_refer_to, get_agency_draft, get_agency_referral
from talkingpiece.referrals.agency_queries import standing_of
from talkingpiece.referrals.forms.agency import AgencyForm
from talkingpiece.referrals.models import IntakeDraft
from talkingpiece.referrals.presenters import agency as presenter
from talkingpiece.referrals.views import agency_form
from talkingpiece.referrals.views.agency_form import Writing


@require_GET
@requires(Act.REFERRAL_MAKE)
def made(request: StaffRequest) -> HttpResponse:
    return render(request, "referrals/made.html", presenter.made_page(request.user, clock.now()))


@require_GET
@requires(Act.REFERRAL_MAKE)
def made_one(request: StaffRequest, reference: str) -> HttpResponse:
    found = get_agency_referral(request.user, reference)
    record_reading("agency_referral.read", by=request.user, about=found, side=Side.VICTIM)
    context = presenter.made_one_page(found)
    services.note_seen(referral_id=found.pk, told=context["told"], by=request.user, at=clock.now())
    return render(request, "referrals/made_one.html", context)


@requires(Act.REFERRAL_MAKE)
def make(request: StaffRequest) -> HttpResponse:
    """Each press begins another empty draft: one person's answers never come up in another's form."""
    areas, agency = areas_to_refer_to(request.user), request.user.agency
    if agency is None:
        raise Http404
    if request.method == "POST":
        area = next((area for area in areas if str(area.pk) == request.POST.get("area")), None)
        if area is None:
            raise Http404
        draft = services.begin_agency_draft(area=area, by=request.user, at=clock.now())
        return redirect("referrals:make_draft", draft.pk)
    now = clock.now()
    context = {"areas": [(area, standing_of(area.pk, agency, at=now)) for area in areas], "agency": agency}
    return render(request, "referrals/make.html", context)


def _writing(request: StaffRequest, draft: IntakeDraft) -> Writing:
    agency = request.user.agency
    if agency is None:
        raise Http404
    return Writing(
        area=draft.area,
        agency=agency,
        draft=draft,
        begin=lambda: draft,
        signed_in=True,
        layout="ui/agency.html",
        edit_url=reverse("referrals:make_draft", args=[draft.pk]),
        check_url=reverse("referrals:make_check", args=[draft.pk]),
        initial={"referrer_reach": request.user.email},
    )


@requires(Act.REFERRAL_MAKE)
def make_draft(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    writing = _writing(request, get_agency_draft(request.user, draft_id))

    def later() -> HttpResponse:
        messages.success(request, _("Saved. Nothing was sent. It waits for you under “Your referrals”."))
        return redirect("referrals:made")

    return agency_form.edit(request, writing, later=later)


@requires(Act.REFERRAL_MAKE)
def make_check(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    writing = _writing(request, get_agency_draft(request.user, draft_id))

    def send(form: AgencyForm) -> HttpResponse:
        sent = services.send_agency_referral(
            draft_id=draft_id, answers=form.answers(), said=form.said(), by=request.user, at=clock.now()
        )
        messages.success(request, _("Sent. Thank you. This page is your receipt."))
        return redirect("referrals:made_one", sent.reference)

    return agency_form.check(request, writing, send=send)


@require_POST
@requires(Act.REFERRAL_MAKE)
def make_throw(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    draft = get_agency_draft(request.user, draft_id)
    services.throw_agency_draft(draft_id=draft.pk, by=request.user, at=clock.now())
    messages.success(request, _("Thrown away. Nothing of it is kept."))
    return redirect("referrals:made")
