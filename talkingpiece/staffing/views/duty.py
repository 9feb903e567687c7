from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.queries import colleagues
from talkingpiece.areas.models import Area
from talkingpiece.core import clock
from talkingpiece.staffing import services
from talkingpiece.staffing.access import get_area, get_turn
from talkingpiece.staffing.forms import TurnForm
from talkingpiece.staffing.models import Duty
from talkingpiece.staffing.presenters import rota_page
from talkingpiece.staffing.queries import may_be_on_duty, turn_after
from talkingpiece.staffing.services import CannotBeOnDuty
from talkingpiece.ui.forms import bind


@requires(Act.DUTY_SET)
def rota(request: StaffRequest) -> HttpResponse:
    area = get_area(request.user, Act.DUTY_SET)
    form = _form(request, area, {})
    if form.is_valid() and _planned(request, area, form):
        return redirect("staffing:rota")
    return render(request, "staffing/rota.html", {"form": form, "page": rota_page(area, clock.now())})


@requires(Act.DUTY_SET)
def duty(request: StaffRequest, duty_id: UUID) -> HttpResponse:
    """Change a turn: what is planned now takes its place. One that has begun keeps what is past of it."""
    turn = get_turn(request.user, duty_id)
    after, now = turn_after(turn), clock.now()
    begun = turn.starts_at <= now
    ends_at = after.starts_at if after else None
    form = _form(
        request,
        turn.area,
        {"user": str(turn.user_id), "starts_at": None if begun else turn.starts_at, "ends_at": ends_at},
    )
    if form.is_valid() and _planned(request, turn.area, form, turn):
        return redirect("staffing:rota")
    return render(request, "staffing/duty.html", {"form": form, "turn": turn, "ends_at": ends_at, "begun": begun})


@require_POST
@requires(Act.DUTY_SET)
def take_away(request: StaffRequest, duty_id: UUID) -> HttpResponse:
    turn = get_turn(request.user, duty_id)
    if turn.starts_at <= clock.now():
        messages.warning(request, _("This turn has begun. Put somebody else on duty from now on."))
        return redirect("staffing:rota")
    services.take_duty_away(duty_id=turn.pk, by=request.user, at=clock.now())
    messages.success(request, _("Taken away. Whoever is on duty before stays on duty."))
    return redirect("staffing:rota")


def _form(request: StaffRequest, area: Area, initial: dict[str, Any]) -> TurnForm:
    now = clock.now()
    people = [user for user in colleagues(area.pk, now) if may_be_on_duty(user, area.pk, now)]
    return bind(request, TurnForm, people=people, initial=initial)


def _planned(request: StaffRequest, area: Area, form: TurnForm, turn: Duty | None = None) -> bool:
    now, typed = clock.now(), form.cleaned_data
    user = next(one for one in colleagues(area.pk, now) if str(one.pk) == typed["user"])
    begins: datetime = max(typed["starts_at"] or now, now)
    who_and_when: dict[str, Any] = {
        "user": user,
        "starts_at": begins,
        "ends_at": typed["ends_at"],
        "by": request.user,
        "at": now,
    }
    try:
        if turn is None:
            services.plan_duty(area=area, **who_and_when)
        else:
            services.change_duty(duty_id=turn.pk, **who_and_when)
    except CannotBeOnDuty:
        form.add_error("ends_at", _("The end must come after the beginning"))
        return False
    messages.success(request, _("Planned. The front door has an owner at every moment."))
    return True
