from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.casefile.presenters.page import casefile_page
from talkingpiece.cases.access import read_case
from talkingpiece.core import clock


@requires(Act.CASE_SEE)
@require_safe
def case(request: StaffRequest, reference: str) -> HttpResponse:
    opened = read_case(request.user, reference, "casefile")
    page = casefile_page(
        opened,
        request.user,
        clock.now(),
        side=request.GET.get("side", ""),
        whole="whole" in request.GET,
    )
    return render(request, "casefile/case.html", page)
