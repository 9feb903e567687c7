"""People and roles: who has an account in an area and what it may do. Every change needs two people."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talkingpiece.accounts import services
from talkingpiece.accounts.access import StaffRequest, get_area, get_change, get_holding, get_person, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.forms import DecideChangeForm, InviteForm, ProposeRoleForm, ResetForm
from talkingpiece.accounts.presenters import change_row, people_page
from talkingpiece.accounts.queries import waits_to_begin
from talkingpiece.accounts.roles import Role
from talkingpiece.core import clock
from talkingpiece.ui.forms import Form, bind


@requires(Act.ACCOUNT_APPROVE)
@require_safe
def people_and_roles(request: StaffRequest) -> HttpResponse:
    area = get_area(request.user, Act.ACCOUNT_APPROVE)
    return render(request, "accounts/people_and_roles.html", people_page(area, request.user, clock.now()))


@requires(Act.ACCOUNT_MANAGE, fresh=True)
def invite(request: StaffRequest) -> HttpResponse:
    area = get_area(request.user, Act.ACCOUNT_MANAGE)
    form = bind(request, InviteForm)
    if form.is_valid():
        user, token = services.invite(area=area, by=request.user, at=clock.now(), **form.cleaned_data)
        return _show_link(request, user.name, token)
    return render(request, "accounts/invite.html", {"form": form})


@require_POST
@requires(Act.ACCOUNT_MANAGE, fresh=True)
def new_link(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """For somebody who never used theirs. Whoever has signed in before needs two people instead."""
    area, person = get_person(request.user, Act.ACCOUNT_MANAGE, user_id)
    if not waits_to_begin(person):
        raise Http404
    token = services.make_link(user=person, area=area, by=request.user, at=clock.now())
    return _show_link(request, person.name, token)


def _show_link(request: StaffRequest, name: str, token: str) -> HttpResponse:
    link = request.build_absolute_uri(reverse("begin", args=[token]))
    return render(request, "accounts/link.html", {"name": name, "link": link})


@requires(Act.ACCOUNT_MANAGE, fresh=True)
def propose_role(request: StaffRequest, user_id: UUID) -> HttpResponse:
    area, person = get_person(request.user, Act.ACCOUNT_MANAGE, user_id)
    form = bind(request, ProposeRoleForm, agency=person.agency_id is not None)
    if form.is_valid():
        role, why = Role(form.cleaned_data["role"]), form.cleaned_data["why"]
        services.propose_role(user=person, area=area, role=role, why=why, by=request.user, at=clock.now())
        messages.success(request, _("Proposed. It counts once a second person has agreed."))
        return redirect("people_and_roles")
    return render(request, "accounts/propose_role.html", {"form": form, "person": person})


@requires(Act.ACCOUNT_MANAGE, fresh=True)
def propose_reset(request: StaffRequest, user_id: UUID) -> HttpResponse:
    area, person = get_person(request.user, Act.ACCOUNT_MANAGE, user_id)
    form = bind(request, ResetForm)
    if form.is_valid():
        why = form.cleaned_data["why"]
        services.propose_reset(user=person, area=area, why=why, by=request.user, at=clock.now())
        messages.success(request, _("Proposed. Once a second person has agreed, they are given a new link."))
        return redirect("people_and_roles")
    return render(request, "accounts/propose_reset.html", {"form": form, "person": person})


@requires(Act.ACCOUNT_APPROVE, fresh=True)
def decide_change(request: StaffRequest, change_id: UUID) -> HttpResponse:
    change = get_change(request.user, change_id)
    form = bind(request, DecideChangeForm)
    if form.is_valid():
        agreed = form.cleaned_data["answer"] == "yes"
        token = services.decide_change(change_id=change_id, agreed=agreed, by=request.user, at=clock.now())
        if token:
            return _show_link(request, change.user.name, token)
        messages.success(request, _("It counts from now on.") if agreed else _("Refused. Nothing changes."))
        return redirect("people_and_roles")
    return render(request, "accounts/decide_change.html", {"form": form, "row": change_row(change, request.user)})


@requires(Act.ACCOUNT_MANAGE, fresh=True)
def end_role(request: StaffRequest, holding_id: UUID) -> HttpResponse:
    holding = get_holding(request.user, holding_id)
    form = bind(request, Form)
    if form.is_valid():
        services.end_role(holding_id=holding_id, by=request.user, at=clock.now())
        messages.success(request, _("Ended. It counts no more, also where they are signed in now."))
        return redirect("people_and_roles")
    return render(request, "accounts/end_role.html", {"form": form, "holding": holding})
