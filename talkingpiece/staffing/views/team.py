from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, may_somewhere, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.queries import may_in_area, open_changes
from talkingpiece.areas.queries import current_section
from talkingpiece.core import clock
from talkingpiece.staffing import services
from talkingpiece.staffing.access import get_area, get_colleague
from talkingpiece.staffing.forms import FacilitatorForm
from talkingpiece.staffing.forms.team import initial_of
from talkingpiece.staffing.presenters import team_rows
from talkingpiece.staffing.presenters.team import points_in_words
from talkingpiece.staffing.profile import Staffing
from talkingpiece.staffing.queries import facilitator_of, prisons_that_clear
from talkingpiece.ui.forms import bind


@requires(Act.WORK_OVERSEE)
@require_safe
def team(request: StaffRequest) -> HttpResponse:
    user = request.user
    area = get_area(user, Act.WORK_OVERSEE)
    approves = may_in_area(user, Act.ACCOUNT_APPROVE, area.pk, clock.now())
    context = {
        "rows": team_rows(area, clock.now()),
        "approves": approves,
        "proposed": len(open_changes(area.pk)) if approves else 0,
        "supervises": may_somewhere(user, Act.PRACTICE_RECORD),
        "sets_duty": may_somewhere(user, Act.DUTY_SET),
        "sets_leave": may_somewhere(user, Act.LEAVE_SET),
        "registers": may_somewhere(user, Act.FACILITATOR_REGISTER),
        "allocates": may_in_area(user, Act.CASE_ALLOCATE, area.pk, clock.now()),
        "closes": may_somewhere(user, Act.ACCOUNT_CLOSE),
    }
    return render(request, "staffing/team.html", context)


@requires(Act.FACILITATOR_REGISTER)
def facilitator(request: StaffRequest, user_id: UUID) -> HttpResponse:
    area, colleague = get_colleague(request.user, user_id, Act.FACILITATOR_REGISTER)
    known = facilitator_of(user_id, area.pk)
    policy = current_section(area.pk, Staffing)
    form = bind(
        request,
        FacilitatorForm,
        policy=policy,
        prisons=prisons_that_clear(policy),
        points=points_in_words(policy),
        initial=initial_of(known),
    )
    if form.is_valid():
        services.register_facilitator(area=area, user=colleague, by=request.user, at=clock.now(), **form.entered)
        messages.success(request, _("Saved. Offers of cases go by this from now on."))
        return redirect("staffing:team")
    return render(request, "staffing/facilitator.html", {"form": form, "colleague": colleague, "known": known})
