from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talkingpiece.accounts.access import StaffRequest, may_somewhere, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import Leave, User
from talkingpiece.accounts.queries import colleagues
from talkingpiece.accounts.services import end_leave
from talkingpiece.areas.models import Area
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.staffing import services
from talkingpiece.staffing.access import get_area, get_colleague, get_leave, may_end
from talkingpiece.staffing.forms import LeaveForm
from talkingpiece.staffing.presenters import leave_rows
from talkingpiece.ui.forms import bind


@requires(Act.LEAVE_SEE)
def leave(request: StaffRequest) -> HttpResponse:
    return _leave(request, get_area(request.user, Act.LEAVE_SEE), request.user)


@requires(Act.LEAVE_SET)
def leave_of(request: StaffRequest, user_id: UUID) -> HttpResponse:
    area, colleague = get_colleague(request.user, user_id, Act.LEAVE_SET)
    return _leave(request, area, colleague)


def _leave(request: StaffRequest, area: Area, user: User) -> HttpResponse:
    now = clock.now()
    form = bind(request, LeaveForm, people=[one for one in colleagues(area.pk, now) if one.pk != user.pk])
    if form.is_valid():
        try:
            made = _arrange(request, area, user, form)
        except Blocked as refused:
            form.refuse(refused.blockers)
        else:
            messages.success(request, _("Arranged. Here is what falls into these days."))
            return redirect("casefile:away", made.pk)
    own = user.pk == request.user.pk
    context = {
        "form": form,
        "colleague": user,
        "own": own,
        "rows": leave_rows(user, area, now),
        "practises": may_somewhere(user, Act.CASE_WORK),
        "hands_over": may_somewhere(request.user, Act.CASE_HAND_OVER if own else Act.CASE_ALLOCATE),
    }
    return render(request, "staffing/leave.html", context)


def _arrange(request: StaffRequest, area: Area, user: User, form: LeaveForm) -> Leave:
    typed, now = form.cleaned_data, clock.now()
    stand_in = next(one for one in colleagues(area.pk, now) if str(one.pk) == typed["stand_in"])
    return services.arrange_leave(
        area=area,
        user=user,
        stand_in=stand_in,
        starts_on=typed["starts_on"],
        ends_on=typed["ends_on"],
        by=request.user,
        at=now,
    )


@require_POST
@requires(Act.LEAVE_SEE)
def end(request: StaffRequest, leave_id: UUID) -> HttpResponse:
    found = get_leave(request.user, leave_id)
    if not may_end(request.user, found):
        raise Http404
    end_leave(leave_id=found.pk, by=request.user, at=clock.now())
    messages.success(request, _("Ended. Everything is with %(name)s again.") % {"name": found.user.name})
    return redirect("staffing:leave") if found.user_id == request.user.pk else redirect("staffing:team")
