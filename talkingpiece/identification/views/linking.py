"""Two records that may be one person: for whoever screens, and of the two sides of a matter for a privacy officer."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_reading
from talkingpiece.core import clock
from talkingpiece.identification import services
from talkingpiece.identification.access import get_conflict, get_pair, visible_conflicts, visible_pairs
from talkingpiece.identification.forms import PairForm
from talkingpiece.identification.presenters.linking import conflict_page, conflicts_page, pair_page, pairs_page
from talkingpiece.protection.classes import Side
from talkingpiece.ui.forms import bind

SHOWN = 50


@requires(Act.ROW_SCREEN)
@require_safe
def pairs(request: StaffRequest) -> HttpResponse:
    found = visible_pairs(request.user)
    listed = list(found[:SHOWN])
    if listed:
        record_reading("pairs.listed", by=request.user, about=listed[0], side=Side.VICTIM)
    return render(request, "identification/pairs.html", {**pairs_page(listed), "total": found.count()})


@requires(Act.ROW_SCREEN)
def pair(request: StaffRequest, pair_id: UUID) -> HttpResponse:
    found = get_pair(request.user, pair_id)
    form = bind(request, PairForm)
    if form.is_valid():
        services.say_of_pair(pair_id=pair_id, said=form.cleaned_data["said"], by=request.user, at=clock.now())
        services.ask_to_screen(found.area_id)
        messages.success(request, _("Kept. It counts from the next time on that rows are held against the rules."))
        return redirect("identification:pairs")
    record_reading("pair.read", by=request.user, about=found, side=Side.VICTIM)
    return render(request, "identification/pair.html", {**pair_page(found), "form": form})


@requires(Act.CONFLICT_CHECK)
@require_safe
def conflicts(request: StaffRequest) -> HttpResponse:
    found = visible_conflicts(request.user)
    page = {**conflicts_page(found[:SHOWN]), "total": found.count(), "across": True}
    return render(request, "identification/pairs.html", page)


@requires(Act.CONFLICT_CHECK)
def conflict(request: StaffRequest, pair_id: UUID) -> HttpResponse:
    found = get_conflict(request.user, pair_id)
    form = bind(request, PairForm)
    if form.is_valid():
        services.say_of_pair(pair_id=pair_id, said=form.cleaned_data["said"], by=request.user, at=clock.now())
        messages.success(request, _("Kept."))
        return redirect("identification:conflicts")
    record_reading("conflict.read", by=request.user, about=found, side=Side.SERVICE)
    return render(request, "identification/pair.html", {**conflict_page(found), "form": form})
