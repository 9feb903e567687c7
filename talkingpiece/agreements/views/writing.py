from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import StaffRequest, get_area, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.queries import able_to
from talkingpiece.agreements import services
from talkingpiece.agreements.access import get_agreement
from talkingpiece.agreements.forms import PART_FORMS, BackForm, BeginForm, GiveUpForm
from talkingpiece.agreements.gates import (
    blockers_to_read,
    blockers_to_renew,
    blockers_to_send,
    facts_for_read,
    facts_for_renew,
    facts_for_send,
)
from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.presenters import gate_page, one_page
from talkingpiece.agreements.queries import of_area
from talkingpiece.agreements.states import TERMS, Part, Stage
from talkingpiece.areas.models import Agency
from talkingpiece.core import clock
from talkingpiece.ui.forms import bind


def _to(agreement: Agreement) -> HttpResponse:
    return redirect("agreements:agreement", agreement.pk)


@requires(Act.AGREEMENT_WRITE)
def begin(request: StaffRequest) -> HttpResponse:
    area = get_area(request.user, Act.AGREEMENT_WRITE)
    now = clock.now()
    agencies = {str(one.pk): one for one in Agency.objects.order_by("name")}
    people = {str(one.pk): one for one in able_to(area.pk, Act.AGREEMENT_SEE, now)}
    taken = frozenset(ref.lower() for ref in of_area(area.pk).values_list("reference", flat=True))
    initial = {"owner": str(request.user.pk)}
    form = bind(request, BeginForm, agencies=agencies.values(), people=people.values(), taken=taken, initial=initial)
    if form.is_valid():
        typed = form.cleaned_data
        made = services.draft_agreement(
            area=area,
            agency=agencies[typed["agency"]],
            reference=typed["reference"],
            title=typed["title"],
            owner=people[typed["owner"]],
            by=request.user,
            at=now,
        )
        messages.success(request, _("Begun, with the words of the area’s template. Read them, and make them yours."))
        return redirect("agreements:edit", made.pk, Part.ABOUT.value)
    return render(request, "agreements/begin.html", {"form": form, "area": area})


@requires(Act.AGREEMENT_WRITE)
def edit(request: StaffRequest, agreement_id: UUID, part: str) -> HttpResponse:
    """One part of a draft. Saved as it is; the next part follows."""
    agreement = get_agreement(request.user, Act.AGREEMENT_WRITE, agreement_id)
    if part not in Part.values:
        raise Http404
    here = Part(part)
    people = able_to(agreement.area_id, Act.AGREEMENT_SEE, clock.now())
    form = bind(request, PART_FORMS[here], agreement=agreement, people=people, initial=_initial(agreement, here))
    if form.is_valid():
        services.write_part(agreement_id=agreement.pk, part=here, typed=form.typed, by=request.user, at=clock.now())
        parts = list(Part)
        after = parts[parts.index(here) + 1 :]
        if after and "later" not in request.POST:
            return redirect("agreements:edit", agreement.pk, after[0].value)
        messages.success(request, _("Saved."))
        return _to(agreement)
    if agreement.stage != Stage.DRAFT and request.method == "GET":
        return _to(agreement)
    page = {
        "agreement": agreement,
        "form": form,
        "here": here,
        "parts": list(Part),
        "number": list(Part).index(here) + 1,
    }
    return render(request, "agreements/edit.html", page)


def _initial(agreement: Agreement, part: Part) -> dict[str, Any]:
    names = [name for name in services.FIELDS.get(part, ()) if name not in {"owner", "deputy", "ends_on"}]
    found = {name: getattr(agreement, name) for name in names}
    found |= {term.value: agreement.terms.get(term.value, "") for term in TERMS.get(part, ())}
    return found | {
        "owner": str(agreement.owner_id),
        "deputy": str(agreement.deputy_id or ""),
        "last_day": agreement.ends_on - timedelta(days=1),
    }


@requires(Act.AGREEMENT_WRITE)
def send(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    agreement = get_agreement(request.user, Act.AGREEMENT_WRITE, agreement_id)
    if request.method == "POST":
        services.send_agreement(agreement_id=agreement.pk, by=request.user, at=clock.now())
        messages.success(request, _("Sent. Somebody who wrote nothing of it reads it now."))
        return _to(agreement)
    verdict = blockers_to_send(facts_for_send(agreement, clock.now()))
    page = {"agreement": agreement, **gate_page(verdict, _("Send it to a second person"))}
    return render(request, "agreements/send.html", page)


@requires(Act.AGREEMENT_READ)
def read(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    """The second person: yes, or back to its writers."""
    agreement = get_agreement(request.user, Act.AGREEMENT_READ, agreement_id)
    if request.method == "POST":
        services.say_yes(agreement_id=agreement.pk, by=request.user, at=clock.now())
        messages.success(request, _("Its words stand still now. Its document is ready to be signed."))
        return _to(agreement)
    now = clock.now()
    verdict = blockers_to_read(facts_for_read(agreement, request.user, now))
    page = {**one_page(agreement, request.user, now), **gate_page(verdict, _("Read it as the second person"))}
    return render(request, "agreements/read.html", page)


@requires(Act.AGREEMENT_READ)
def back(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    agreement = get_agreement(request.user, Act.AGREEMENT_READ, agreement_id)
    form = bind(request, BackForm)
    if form.is_valid():
        services.send_back(agreement_id=agreement.pk, words=form.cleaned_data["words"], by=request.user, at=clock.now())
        messages.success(request, _("It is with its writers again."))
        return _to(agreement)
    return render(request, "agreements/back.html", {"agreement": agreement, "form": form})


@requires(Act.AGREEMENT_WRITE)
def give_up(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    agreement = get_agreement(request.user, Act.AGREEMENT_WRITE, agreement_id)
    form = bind(request, GiveUpForm)
    if form.is_valid():
        services.give_up(agreement_id=agreement.pk, why=form.cleaned_data["why"], by=request.user, at=clock.now())
        messages.success(request, _("Given up. It stays readable."))
        return _to(agreement)
    return render(request, "agreements/give_up.html", {"agreement": agreement, "form": form})


@requires(Act.AGREEMENT_WRITE)
def renew(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    agreement = get_agreement(request.user, Act.AGREEMENT_WRITE, agreement_id)
    if request.method == "POST":
        fresh = services.renew_agreement(agreement_id=agreement.pk, by=request.user, at=clock.now())
        messages.success(
            request, _("The next version is a draft with the same words. Until it is signed, nothing changes.")
        )
        return _to(fresh)
    verdict = blockers_to_renew(facts_for_renew(agreement))
    page = {"agreement": agreement, **gate_page(verdict, _("Renew this agreement"))}
    return render(request, "agreements/renew.html", page)
