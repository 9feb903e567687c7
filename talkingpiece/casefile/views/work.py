from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.casefile.presenters.desk import desk_page
from talkingpiece.core import clock
from talkingpiece.core.access import public


@requires(Act.WORK_SEE)
@require_safe
def my_work(request: StaffRequest) -> HttpResponse:
    page = desk_page(request.user, clock.now(), whole=request.GET.get("all", ""))
    return render(request, "casefile/my_work.html", page)


@public("shows nothing: leads to the sign-in page, or to the first page of whoever is signed in")
@require_safe
def door(request: HttpRequest) -> HttpResponse:
    if not isinstance(request.user, User):
        return redirect("sign_in")
    pages = getattr(request, "tp_nav", [])
    if not pages:
        raise Http404
    return redirect(pages[0].url)
