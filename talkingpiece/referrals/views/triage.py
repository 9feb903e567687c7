"""The front door from inside: the list, one referral, and each act on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talkingpiece.accounts.access import StaffRequest, may_somewhere, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.queries import holdings
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.areas.queries import current_version
from talkingpiece.audit.services import record_reading
from talkingpiece.cases.forms.reveal import PurposeForm
from talkingpiece.cases.pages.reveal import purpose_page
from talkingpiece.core import clock
from talkingpiece.people.services import Way
from talkingpiece.people.states import Channel
from talkingpiece.protection.classes import Side
from talkingpiece.referrals import services
from talkingpiece.referrals.access import get_referral, get_way, one_tap, visible_enquiries, visible_referrals
from talkingpiece.referrals.enquiry_queries import waiting
from talkingpiece.referrals.forms import triage as forms
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.presenters import queue as queue_presenter
from talkingpiece.referrals.presenters import referral as presenter
from talkingpiece.referrals.presenters.enquiry import asked_first_panel
from talkingpiece.referrals.presenters.enquiry import rows as enquiry_rows
from talkingpiece.referrals.queries import OPEN, remit
from talkingpiece.referrals.remit import RemitFacts, remit_of
from talkingpiece.referrals.states import ReferralState
from talkingpiece.ui.forms import Form, bind


@requires(Act.REFERRAL_SEE)
@require_safe
def queue(request: StaffRequest) -> HttpResponse:
    now = clock.now()
    held = [h for h in holdings(request.user, now) if Act.REFERRAL_SEE in ROLES[Role(h.role)].acts]
    one_each = {holding.area_id: holding for holding in held}
    for holding in one_each.values():
        record_reading("front_door.read", by=request.user, about=holding, side=Side.VICTIM)
    recent = max(remit(area_id).recent_days for area_id in one_each)
    shown = queue_presenter.queue(visible_referrals(request.user), one_each, now, timedelta(days=recent))
    context = {
        "queue": shown,
        "recent_days": recent,
        "asked_first": enquiry_rows(waiting(visible_enquiries(request.user)), now),
        "can_take": may_somewhere(request.user, Act.REFERRAL_TAKE),
    }
    return render(request, "referrals/queue.html", context)


@requires(Act.REFERRAL_SEE)
@require_safe
def referral(request: StaffRequest, reference: str) -> HttpResponse:
    found = get_referral(request.user, reference)
    return _page(request, found)


def _page(request: StaffRequest, found: Referral, revealed: dict[int, Way] | None = None) -> HttpResponse:
    context = presenter.referral_page(found, clock.now(), revealed)
    context |= asked_first_panel(found, request.user)
    context["can_decide"] = visible_referrals(request.user, Act.REFERRAL_DECIDE).filter(pk=found.pk).exists()
    return render(request, "referrals/referral.html", context)


@require_POST
@requires(Act.CONTACT_REVEAL)
def reveal(request: StaffRequest, reference: str) -> HttpResponse:
    """The safe number in one tap, in the answer itself, so that it is in no address and no session. For everything
    else it asks first what it is for."""
    found = get_referral(request.user, reference)
    number, way = get_way(found, request.POST.get("number", ""))
    purpose = one_tap(request.user, found, way, clock.now())
    if not purpose:
        return _ask(request, found, number, way, PurposeForm())
    services.reveal_way(referral=found, way=way, purpose=purpose, by=request.user)
    return _page(request, found, {number: way})


@requires(Act.CONTACT_REVEAL, fresh=True)
def uncover(request: StaffRequest, reference: str) -> HttpResponse:
    """A deliberate act: with a purpose, by somebody who proved who they are, within the day's budget."""
    found = get_referral(request.user, reference)
    posted = request.POST if request.method == "POST" else getattr(request, "kept_post", None)
    if posted is None:
        return redirect("referrals:referral", reference)
    number, way = get_way(found, posted.get("number", ""))
    form = bind(request, PurposeForm)
    if form.is_valid():
        purpose, now = form.cleaned_data["purpose"], clock.now()
        if services.uncover_way(referral=found, way=way, purpose=purpose, by=request.user, at=now):
            return _page(request, found, {number: way})
    return _ask(request, found, number, way, form)


def _ask(request: StaffRequest, found: Referral, number: int, way: Way, form: PurposeForm) -> HttpResponse:
    asked = purpose_page(request.user, found.area_id, form, clock.now())
    context = {
        "referral": found,
        "heading": str(Channel(way.channel).label),
        "hidden": {"number": number},
        "uncover_url": reverse("referrals:uncover", args=[found.reference]),
        "back": reverse("referrals:referral", args=[found.reference]),
        **asked,
    }
    return render(request, "referrals/purpose.html", context)


@require_POST
@requires(Act.REFERRAL_DECIDE)
def called(request: StaffRequest, reference: str) -> HttpResponse:
    found = get_referral(request.user, reference, act=Act.REFERRAL_DECIDE)
    reached = request.POST.get("reached") == "yes"
    services.record_call(referral_id=found.pk, reached=reached, by=request.user, at=clock.now())
    messages.success(request, _("Written down: you spoke.") if reached else _("Written down: no answer."))
    return redirect("referrals:referral", reference)


@require_POST
@requires(Act.REFERRAL_DECIDE)
def code_unlocked(request: StaffRequest, reference: str) -> HttpResponse:
    found = get_referral(request.user, reference, act=Act.REFERRAL_DECIDE)
    services.unlock_code(referral_id=found.pk, by=request.user, at=clock.now())
    messages.success(request, _("Written down. Their number works again."))
    return redirect("referrals:referral", reference)


@require_POST
@requires(Act.REFERRAL_DECIDE)
def messages_read(request: StaffRequest, reference: str) -> HttpResponse:
    found = get_referral(request.user, reference, act=Act.REFERRAL_DECIDE)
    services.read_messages(referral_id=found.pk, by=request.user, at=clock.now())
    messages.success(request, _("Written down: you have read it."))
    return redirect("referrals:referral", reference)


@require_POST
@requires(Act.REFERRAL_DECIDE)
def acknowledged(request: StaffRequest, reference: str, message_id: UUID) -> HttpResponse:
    found = get_referral(request.user, reference, act=Act.REFERRAL_DECIDE)
    sent = request.POST.get("sent") == "yes"
    services.settle_acknowledgement(referral=found, message_id=message_id, sent=sent, by=request.user, at=clock.now())
    messages.success(request, _("Written down: it was sent.") if sent else _("Written down: it was not sent."))
    return redirect("referrals:referral", reference)


@requires(Act.REFERRAL_DECIDE)
def danger_seen(request: StaffRequest, reference: str) -> HttpResponse:
    def act(found: Referral, data: dict[str, Any]) -> str:
        services.answer_danger(referral_id=found.pk, done=data["done"], by=request.user, at=clock.now())
        return _("Written down. It no longer stands on top of the list.")

    return _decide(request, reference, forms.DangerForm, "referrals/danger_seen.html", act)


@requires(Act.REFERRAL_DECIDE)
def hold(request: StaffRequest, reference: str) -> HttpResponse:
    def act(found: Referral, data: dict[str, Any]) -> str:
        services.hold_referral(
            referral_id=found.pk,
            until=data["until"],
            why=data["why"],
            by=request.user,
            at=clock.now(),
            **_remit(found),
        )
        return _("Held.")

    return _decide(request, reference, forms.HoldForm, "referrals/hold.html", act, {ReferralState.NEW})


@requires(Act.REFERRAL_DECIDE)
def signpost(request: StaffRequest, reference: str) -> HttpResponse:
    def act(found: Referral, data: dict[str, Any]) -> str:
        services.signpost_referral(
            referral_id=found.pk,
            to=data["to"],
            words=data["words"],
            told_how=data["told_how"],
            by=request.user,
            at=clock.now(),
            **_remit(found),
        )
        return _("Shown the way to other help.")

    return _decide(request, reference, forms.SignpostForm, "referrals/signpost.html", act, set(OPEN))


@requires(Act.REFERRAL_DECIDE)
def reopen(request: StaffRequest, reference: str) -> HttpResponse:
    def act(found: Referral, data: dict[str, Any]) -> str:
        services.reopen_referral(referral_id=found.pk, why=data["why"], by=request.user, at=clock.now())
        return _("Open again.")

    closed = {ReferralState.HELD, ReferralState.SIGNPOSTED, ReferralState.STOPPED}
    return _decide(request, reference, forms.ReopenForm, "referrals/reopen.html", act, closed)


def _remit(found: Referral) -> dict[str, Any]:
    finding = remit_of(RemitFacts(found.stage), remit(found.area_id))
    return {"remit_version": current_version(found.area_id), "remit_reason": finding.code}


def _decide(
    request: StaffRequest,
    reference: str,
    form_class: type[Form],
    template: str,
    act: Callable[[Referral, dict[str, Any]], str],
    states: set[ReferralState] | None = None,
) -> HttpResponse:
    found = get_referral(request.user, reference, act=Act.REFERRAL_DECIDE)
    form = bind(request, form_class)
    if request.method != "POST" and states is not None and found.state not in states:
        messages.info(request, _("This was decided already."))
        return redirect("referrals:referral", reference)
    if form.is_valid():
        messages.success(request, act(found, form.cleaned_data))
        return redirect("referrals:referral", reference)
    return render(request, template, {"referral": found, "form": form})
