"""Whoever screens: one row after the other, by keyboard or by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talkingpiece.accounts.access import StaffRequest, areas_with, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_reading
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.identification import services
from talkingpiece.identification.access import get_row, visible_pairs, visible_rows
from talkingpiece.identification.forms import RowForm
from talkingpiece.identification.forms.row import ACCEPT, LATER
from talkingpiece.identification.models import Screened
from talkingpiece.identification.presenters.screening import Reasons, row_page, rows_page, screen_page
from talkingpiece.identification.queries import last_run, on_the_work_list, state_counts
from talkingpiece.identification.row_gates import blockers_to_accept, facts_for_accept
from talkingpiece.identification.states import ScreenState
from talkingpiece.protection.classes import Side
from talkingpiece.ui.forms import bind

SHOWN = 50


@requires(Act.ROW_SCREEN)
@require_safe
def screen(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    rows, on = visible_rows(request.user), timezone.localdate(at)
    listed = list(on_the_work_list(rows, on)[:SHOWN])
    page = screen_page(listed, state_counts(rows, on), at)
    page["run"] = last_run(area.pk for area in areas_with(request.user, Act.ROW_SCREEN))
    page["pairs"] = visible_pairs(request.user).count()
    _read(request, "rows.listed", listed)
    return render(request, "identification/screen.html", page)


@requires(Act.ROW_SCREEN)
@require_safe
def rows(request: StaffRequest, state: str) -> HttpResponse:
    if state not in {ScreenState.LATER, ScreenState.LEFT_OUT, ScreenState.KEPT_OUT}:
        raise Http404
    found = visible_rows(request.user).filter(state=state).order_by("-screened_at", "rank", "pk")
    listed = list(found[:SHOWN])
    page = rows_page(ScreenState(state), listed, _reasons(listed), clock.now())
    _read(request, "rows.listed", listed)
    return render(request, "identification/rows.html", {**page, "total": found.count()})


@requires(Act.ROW_SCREEN)
def row(request: StaffRequest, screened_id: UUID) -> HttpResponse:
    at = clock.now()
    found = get_row(request.user, screened_id)
    form = bind(request, RowForm)
    form.version = found.version
    if form.is_valid():
        try:
            return _decide(request, found, form, at)
        except IllegalTransition:
            messages.warning(request, _("Somebody decided this row since you opened it."))
            return redirect("identification:row", screened_id)
        except Blocked:
            return redirect("identification:row", screened_id)
    record_reading("row.read", by=request.user, about=found, side=Side.VICTIM)
    verdict = blockers_to_accept(facts_for_accept(found, by=request.user, at=at))
    page = row_page(found, verdict, _following(request, found, at), _reasons([found]))
    return render(request, "identification/row.html", {**page, "form": form})


def _decide(request: StaffRequest, found: Screened, form: RowForm, at: datetime) -> HttpResponse:
    following = _following(request, found, at)
    mine: dict[str, Any] = {"screened_id": found.pk, "version": form.seen_version, "by": request.user, "at": at}
    if form.decision == ACCEPT:
        referral = services.accept_row(**mine)
        words = _("Accepted: %(reference)s. %(name)s has it.")
        messages.success(request, words % {"reference": referral.reference, "name": referral.owner.name})
    elif form.decision == LATER:
        services.put_off(**mine, until=form.cleaned_data["later_on"])
        messages.success(request, _("Put off. It comes back by itself."))
    else:
        services.leave_out(**mine, why=form.cleaned_data["why"], words=form.cleaned_data["words"])
        messages.success(request, _("Left out, with your reason."))
    return redirect("identification:row", following) if following else redirect("identification:screen")


def _following(request: StaffRequest, found: Screened, at: datetime) -> str:
    """The next of the work list; of what is not on it the first."""
    ids = list(on_the_work_list(visible_rows(request.user), timezone.localdate(at)).values_list("pk", flat=True)[:500])
    after = ids[ids.index(found.pk) + 1 :] if found.pk in ids else ids
    return str(after[0]) if after else ""


@requires(Act.ROW_SCREEN)
@require_POST
def again(request: StaffRequest) -> HttpResponse:
    for area in areas_with(request.user, Act.ROW_SCREEN):
        services.ask_to_screen(area.pk)
    messages.success(request, _("Every row is being held against the rules again. Look here in a minute."))
    return redirect("identification:screen")


def _reasons(listed: list[Screened]) -> dict[UUID, Reasons]:
    return {area_id: Reasons(area_id) for area_id in {one.area_id for one in listed}}


def _read(request: StaffRequest, name: str, listed: list[Screened]) -> None:
    """What a list shows of somebody at the door is one entry, for the area of the first."""
    if listed:
        record_reading(name, by=request.user, about=listed[0], side=Side.VICTIM)
