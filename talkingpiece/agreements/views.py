from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.agreements.access import visible_agreements
from talkingpiece.agreements.presenters import groups
from talkingpiece.core import clock


@requires(Act.AGREEMENT_SEE)
@require_safe
def agreements(request: StaffRequest) -> HttpResponse:
    found = groups(visible_agreements(request.user), clock.now())
    return render(request, "agreements/list.html", {"groups": found})
