from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.queries import colleagues
from talkingpiece.casefile import services
from talkingpiece.casefile.access.leaving import get_leaver
from talkingpiece.casefile.forms import HandOverRestForm
from talkingpiece.casefile.presenters.away import away_page
from talkingpiece.casefile.presenters.leaving import leaving_page
from talkingpiece.core import clock
from talkingpiece.staffing.access import get_leave
from talkingpiece.ui.forms import Form, bind


@requires(Act.ACCOUNT_CLOSE, fresh=True)
def leaving(request: StaffRequest, user_id: UUID) -> HttpResponse:
    area, leaver = get_leaver(request.user, user_id)
    now = clock.now()
    form = bind(request, Form)
    if form.is_valid():
        services.close_account(user=leaver, area=area, by=request.user, at=now)
        messages.success(request, _("Closed. The name stays in the record; nobody signs in with it any more."))
        return redirect("staffing:team")
    return render(request, "casefile/leaving.html", leaving_page(request.user, leaver, area, now, form=form))


@require_POST
@requires(Act.ACCOUNT_CLOSE)
def hand_over_rest(request: StaffRequest, user_id: UUID) -> HttpResponse:
    area, leaver = get_leaver(request.user, user_id)
    now = clock.now()
    people = [one for one in colleagues(area.pk, now) if one.pk != leaver.pk]
    form = bind(request, HandOverRestForm, people=people)
    if form.is_valid():
        to = next(one for one in people if str(one.pk) == form.cleaned_data["to"])
        services.hand_over_rest(user=leaver, to=to, area=area, by=request.user, at=now)
        messages.success(request, _("Given to %(name)s, as far as they may take it.") % {"name": to.name})
        return redirect("casefile:leaving", leaver.pk)
    return render(request, "casefile/leaving.html", leaving_page(request.user, leaver, area, now, rest=form))


@requires(Act.LEAVE_SEE)
@require_safe
def away(request: StaffRequest, leave_id: UUID) -> HttpResponse:
    leave = get_leave(request.user, leave_id)
    return render(request, "casefile/away.html", away_page(request.user, leave, clock.now()))
