from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from talkingpiece.accounts.access import StaffRequest, may_somewhere, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.casefile.presenters.desk import desk_page
from talkingpiece.core import clock
from talkingpiece.core.access import public


@requires(Act.WORK_SEE)
def my_work(request: StaffRequest) -> HttpResponse:
    page = desk_page(request.user, clock.now(), whole=request.GET.get("all", ""))
    return render(request, "casefile/my_work.html", page)


@public("shows nothing: leads to the sign-in page, or to the first page of whoever is signed in")
def door(request: HttpRequest) -> HttpResponse:
    if not isinstance(request.user, User):
        return redirect("sign_in")
    if may_somewhere(request.user, Act.WORK_SEE):
        return redirect("casefile:my_work")
    if may_somewhere(request.user, Act.REQUEST_ANSWER):
        return redirect("information_sharing:requests")
    raise Http404
