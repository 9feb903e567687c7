from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.agreements.access import get_agreement
from talkingpiece.agreements.states import Stage
from talkingpiece.core import clock
from talkingpiece.information_sharing.changing import change_by
from talkingpiece.information_sharing.presenters.changing import change_page


@requires(Act.AGREEMENT_READ)
@require_safe
def agreement_change(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    """What this draft would change over the cases that run, as counts. Raises Http404 once it is signed or given up."""
    agreement = get_agreement(request.user, Act.AGREEMENT_READ, agreement_id)
    if agreement.stage in {Stage.SIGNED, Stage.GIVEN_UP}:
        raise Http404
    change = change_by(agreement, request.user, clock.now())
    return render(request, "information_sharing/agreement_change.html", change_page(agreement, change))
