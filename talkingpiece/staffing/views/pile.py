from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area
from talkingpiece.core import clock
from talkingpiece.staffing import services
from talkingpiece.staffing.access import get_area, get_colleague
from talkingpiece.staffing.forms import PileForm
from talkingpiece.staffing.presenters import pile_of
from talkingpiece.ui.forms import bind


@requires(Act.CASE_HAND_OVER)
def hand_over(request: StaffRequest) -> HttpResponse:
    return _pile(request, get_area(request.user, Act.CASE_HAND_OVER), request.user)


@requires(Act.CASE_ALLOCATE)
def hand_over_of(request: StaffRequest, user_id: UUID) -> HttpResponse:
    area, colleague = get_colleague(request.user, user_id, Act.CASE_ALLOCATE)
    return _pile(request, area, colleague)


def _pile(request: StaffRequest, area: Area, user: User) -> HttpResponse:
    now = clock.now()
    pile = pile_of(user, area.pk, now)
    form = bind(request, PileForm, pile=pile)
    if form.is_valid():
        chosen = form.chosen()
        for case, to in chosen:
            words = form.cleaned_data["words"]
            services.offer_to_facilitator(case_id=case.pk, to=to, words=words, by=request.user, at=now)
        offered = ngettext("One case is offered.", "%(count)d cases are offered.", len(chosen))
        messages.success(
            request,
            " ".join([offered % {"count": len(chosen)}, _("Each stays where it is until somebody says yes.")]),
        )
        return redirect(request.path)
    own = user.pk == request.user.pk
    return render(request, "staffing/pile.html", {"form": form, "pile": pile, "colleague": user, "own": own})
