"""The systems of agencies that are let in: registered, changed and closed by whoever looks after the area."""

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
from talkingpiece.clients import services
from talkingpiece.clients.access import get_agreement_for_clients, get_client, visible_clients
from talkingpiece.clients.forms import RegisterForm, RevokeForm, SecretForm
from talkingpiece.clients.gates import blockers_to_register, facts_for_register
from talkingpiece.clients.models import Client
from talkingpiece.clients.presenters import client_page, list_page
from talkingpiece.clients.queries import OVERLAP, agreement_now
from talkingpiece.core import clock
from talkingpiece.ui.forms import bind


@requires(Act.CLIENT_MANAGE)
@require_safe
def clients(request: StaffRequest) -> HttpResponse:
    areas = [area.pk for area in areas_with(request.user, Act.CLIENT_MANAGE)]
    return render(request, "clients/list.html", list_page(visible_clients(request.user), areas, clock.now()))


@requires(Act.CLIENT_MANAGE)
@require_safe
def client(request: StaffRequest, client_id: UUID) -> HttpResponse:
    found = get_client(request.user, client_id)
    return render(request, "clients/client.html", client_page(found, request.user, clock.now()))


@requires(Act.CLIENT_MANAGE, fresh=True)
def register(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    """The secrets stand in the answer itself, once: in no address, no session, and in no table in clear."""
    agreement = get_agreement_for_clients(request.user, agreement_id)
    verdict = blockers_to_register(facts_for_register(agreement, clock.now()))
    form = bind(request, RegisterForm, purposes=agreement.purposes)
    if verdict.is_open and form.is_valid():
        shown = services.register_client(
            agreement_id=agreement.pk, by=request.user, at=clock.now(), **form.cleaned_data
        )
        return _show(request, shown)
    page = {"agreement": agreement, "form": form, **gate_page(verdict, _("Let in a system"))}
    return render(request, "clients/register.html", page)


@requires(Act.CLIENT_MANAGE, fresh=True)
def renew_secret(request: StaffRequest, client_id: UUID) -> HttpResponse:
    found = _live(request, client_id)
    form = bind(request, SecretForm)
    if form.is_valid():
        at_once = form.cleaned_data["when"] == "now"
        return _show(
            request, services.renew_secret(client_id=found.pk, at_once=at_once, by=request.user, at=clock.now())
        )
    return render(request, "clients/renew_secret.html", {"client": found, "form": form})


@requires(Act.CLIENT_MANAGE, fresh=True)
def bind_agreement(request: StaffRequest, client_id: UUID) -> HttpResponse:
    found, now = _live(request, client_id), clock.now()
    agreement = agreement_now(found, now)
    if agreement is None:
        raise Http404
    if request.method == "POST":
        services.bind_client(client_id=found.pk, agreement_id=agreement.pk, by=request.user, at=now)
        messages.success(request, _("Changed. It works under the agreement that is in force."))
        return redirect("clients:client", found.pk)
    verdict = blockers_to_register(facts_for_register(agreement, now))
    lost = [one for one in found.purposes if one not in agreement.purposes]
    page = {
        "client": found,
        "agreement": agreement,
        "loses": bool(lost),
        **gate_page(verdict, _("Let it work under the agreement that is in force")),
    }
    return render(request, "clients/bind.html", page)


@requires(Act.CLIENT_MANAGE, fresh=True)
def revoke(request: StaffRequest, client_id: UUID) -> HttpResponse:
    found = _live(request, client_id)
    form = bind(request, RevokeForm)
    if form.is_valid():
        services.revoke_client(client_id=found.pk, why=form.cleaned_data["why"], by=request.user, at=clock.now())
        messages.success(request, _("Closed. From now on nothing of it is answered."))
        return redirect("clients:client", found.pk)
    return render(request, "clients/revoke.html", {"client": found, "form": form})


def _live(request: StaffRequest, client_id: UUID) -> Client:
    found = get_client(request.user, client_id)
    if found.revoked_at is not None:
        raise Http404
    return found


def _show(request: StaffRequest, shown: services.Shown) -> HttpResponse:
    return render(request, "clients/secret.html", {"shown": shown, "client": shown.client, "days": OVERLAP.days})
