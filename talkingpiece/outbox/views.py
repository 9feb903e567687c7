"""The addresses of agencies' systems, and what became of what was sent to them: for whoever looks after agreements."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, areas_with, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.agreements.presenters import gate_page
from talkingpiece.core import clock
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.outbox import services
from talkingpiece.outbox.access import get_agreement_to_add, get_delivery, get_endpoint, visible_endpoints
from talkingpiece.outbox.forms import AddForm, SecretForm
from talkingpiece.outbox.gates import blockers_to_add, blockers_to_resend, facts_for_add
from talkingpiece.outbox.models import Endpoint
from talkingpiece.outbox.presenters import endpoint_page, list_page, number_of
from talkingpiece.outbox.states import OVERLAP, Kind
from talkingpiece.ui.forms import bind


@requires(Act.ENDPOINT_MANAGE)
@require_safe
def endpoints(request: StaffRequest) -> HttpResponse:
    areas = [area.pk for area in areas_with(request.user, Act.ENDPOINT_MANAGE)]
    return render(request, "outbox/list.html", list_page(visible_endpoints(request.user), areas, clock.now()))


@requires(Act.ENDPOINT_MANAGE)
@require_safe
def endpoint(request: StaffRequest, endpoint_id: UUID) -> HttpResponse:
    return render(request, "outbox/endpoint.html", endpoint_page(get_endpoint(request.user, endpoint_id), clock.now()))


@requires(Act.ENDPOINT_MANAGE, fresh=True)
def add(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    """The secret stands in the answer itself, once: in no address, no session, and in no table in clear."""
    agreement, now = get_agreement_to_add(request.user, agreement_id), clock.now()
    verdict = blockers_to_add(facts_for_add(agreement, now))
    form = bind(request, AddForm)
    if verdict.is_open and form.is_valid():
        try:
            made, secret = services.add_endpoint(
                agreement_id=agreement.pk, by=request.user, at=now, **form.cleaned_data
            )
        except IllegalTransition:
            form.add_error("url", _("Something is sent to this address already. Enter another"))
        else:
            return _show(request, made, secret)
    page = {"agreement": agreement, "form": form, **gate_page(verdict, _("Tell a system of theirs what is new"))}
    return render(request, "outbox/add.html", page)


@requires(Act.ENDPOINT_MANAGE, fresh=True)
def secret(request: StaffRequest, endpoint_id: UUID) -> HttpResponse:
    found, form = _live(request, endpoint_id), bind(request, SecretForm)
    if form.is_valid():
        at_once = form.cleaned_data["when"] == "now"
        made, new = services.rotate_secret(endpoint_id=found.pk, at_once=at_once, by=request.user, at=clock.now())
        return _show(request, made, new)
    return render(request, "outbox/secret.html", {"endpoint": found, "form": form})


@requires(Act.ENDPOINT_MANAGE)
def stop(request: StaffRequest, endpoint_id: UUID) -> HttpResponse:
    found = _live(request, endpoint_id)
    if request.method == "POST":
        services.stop_endpoint(endpoint_id=found.pk, by=request.user, at=clock.now())
        messages.success(request, _("Stopped. Nothing is sent to it any more."))
        return redirect("outbox:endpoint", found.pk)
    return render(request, "outbox/stop.html", {"endpoint": found})


@requires(Act.ENDPOINT_MANAGE)
def resend(request: StaffRequest, delivery_id: UUID) -> HttpResponse:
    delivery = get_delivery(request.user, delivery_id)
    if request.method == "POST":
        services.resend(delivery_id=delivery.pk, by=request.user, at=clock.now())
        messages.success(request, _("It waits again, under the same number. It is sent within a minute or two."))
        return redirect("outbox:endpoint", delivery.endpoint_id)
    verdict = blockers_to_resend(delivery, clock.now())
    page = {
        "delivery": delivery,
        "endpoint": delivery.endpoint,
        "number": number_of(delivery),
        "what": Kind(delivery.event.kind).label,
        **gate_page(verdict, _("Send it again")),
    }
    return render(request, "outbox/resend.html", page)


def _live(request: StaffRequest, endpoint_id: UUID) -> Endpoint:
    found = get_endpoint(request.user, endpoint_id)
    if not found.is_live:
        raise Http404
    return found


def _show(request: StaffRequest, endpoint: Endpoint, secret: str) -> HttpResponse:
    page = {"endpoint": endpoint, "secret": secret, "days": OVERLAP.days}
    return render(request, "outbox/shown.html", page)
