"""What workers do about the referrals of agencies: one-time links, the victim's answer, what the agency may hear."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.areas.models import Agency, Area
from talkingpiece.core import clock
from talkingpiece.referrals import services
from talkingpiece.referrals.access import get_referral, visible_referrals
from talkingpiece.referrals.agency_access import areas_to_invite_in, get_link
from talkingpiece.referrals.agency_queries import agencies_that_refer
from talkingpiece.referrals.forms.agency_staff import AskedForm, InviteForm, MayKnowForm
from talkingpiece.referrals.models import Invitation
from talkingpiece.referrals.presenters.agency_panel import link_rows
from talkingpiece.referrals.states import FirstContact
from talkingpiece.ui.forms import bind


@requires(Act.REFERRAL_TAKE)
def invite(request: StaffRequest) -> HttpResponse:
    """The link stands in the answer itself, once: in no address, no session and no table."""
    areas = {str(area.pk): area for area in areas_to_invite_in(request.user)}
    agencies = {str(one.pk): one for area in areas.values() for one in agencies_that_refer(area.pk)}
    form = bind(request, InviteForm, areas=_choices(areas), agencies=_choices(agencies))
    made, address = None, ""
    if form.is_valid():
        data = form.cleaned_data
        made, token = services.invite_agency(
            area=areas[data.get("place") or next(iter(areas))],
            agency=agencies[data["agency"]],
            for_whom=data["for_whom"],
            by=request.user,
            at=clock.now(),
        )
        address = _address(request, token)
        form = InviteForm(areas=_choices(areas), agencies=_choices(agencies))
    return _page(request, form, made, address)


def _page(request: StaffRequest, form: InviteForm, made: Invitation | None, address: str) -> HttpResponse:
    areas = [area.pk for area in areas_to_invite_in(request.user)]
    readable = visible_referrals(request.user)
    context = {"form": form, "made": made, "address": address, "links": link_rows(areas, clock.now(), readable)}
    return render(request, "referrals/invite.html", context)


def _choices(rows: Mapping[str, Agency | Area]) -> list[tuple[str, str]]:
    return [(pk, row.name) for pk, row in rows.items()]


def _address(request: StaffRequest, token: str) -> str:
    """Of the public door, which in a real service is another process at another address."""
    path = reverse("front:agency", args=[token], urlconf="talkingpiece.config.urls_public")
    if settings.TP_PUBLIC_ADDRESS:
        return f"{settings.TP_PUBLIC_ADDRESS.rstrip('/')}{path}"
    return request.build_absolute_uri(path)


@require_POST
@requires(Act.REFERRAL_TAKE)
def invite_withdraw(request: StaffRequest, invitation_id: UUID) -> HttpResponse:
    link = get_link(request.user, invitation_id)
    services.withdraw_link(invitation_id=link.pk, by=request.user, at=clock.now())
    messages.success(request, _("Withdrawn. The link opens nothing any more."))
    return redirect("referrals:invite")


@requires(Act.REFERRAL_DECIDE)
def asked(request: StaffRequest, reference: str) -> HttpResponse:
    found = get_referral(request.user, reference, act=Act.REFERRAL_DECIDE)
    form = bind(request, AskedForm)
    if form.is_valid():
        services.record_asked(referral_id=found.pk, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Written down."))
        return redirect("referrals:referral", reference)
    waits = found.first_contact == FirstContact.RULE and found.agreed_on is None
    if not waits and request.method != "POST":
        messages.info(request, _("Their answer is written down already."))
        return redirect("referrals:referral", reference)
    return render(request, "referrals/asked.html", {"referral": found, "form": form, "waits": waits})


@requires(Act.REFERRAL_DECIDE)
def answer_of(request: StaffRequest, reference: str) -> HttpResponse:
    """From the case to the page where the answer to its first contact is written down."""
    found = visible_referrals(request.user, Act.REFERRAL_DECIDE).filter(case__reference=reference).first()
    if found is None:
        raise Http404
    return redirect("referrals:asked", found.reference)


@requires(Act.REFERRAL_DECIDE)
def may_know(request: StaffRequest, reference: str) -> HttpResponse:
    found = get_referral(request.user, reference, act=Act.REFERRAL_DECIDE)
    form = bind(request, MayKnowForm, initial={"may_know": found.referrer_may_know})
    if form.is_valid():
        services.change_may_know(referral_id=found.pk, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Written down. The agency’s page says no more than that from now on."))
        return redirect("referrals:referral", reference)
    return render(request, "referrals/may_know.html", {"referral": found, "form": form})
