from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from talkingpiece.core import clock
from talkingpiece.core.access import public
from talkingpiece.referrals import services
from talkingpiece.referrals.forms.questions import CodeForm
from talkingpiece.referrals.presenters import front
from talkingpiece.referrals.states import LeftMessage
from talkingpiece.referrals.views import sessions
from talkingpiece.ui.forms import bind

WHY = "whoever holds the number can leave a word, and learns nothing"


@public(WHY)
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    area, form = sessions.area_of(request), bind(request, CodeForm)
    patience = True
    if form.is_valid():
        data, address = form.cleaned_data, sessions.address_of(request)
        # Who is in danger is never told to wait because of others who tried this number.
        code = "" if data["kind"] == LeftMessage.NOT_SAFE else data["code"]
        patience = services.count_attempt(area_id=area.pk, address=address, at=clock.now(), code=code)
        if patience:
            services.leave_message(area=area, code=data["code"], kind=data["kind"], words=data["words"], at=clock.now())
            return redirect("front:code_left")
    context = {"area": area, "form": form, "patience": patience}
    return render(request, "front/code.html", context, status=200 if patience else 429)


@public(WHY)
@require_safe
def code_left(request: HttpRequest) -> HttpResponse:
    """The same page for every number and every word."""
    return render(request, "front/code_left.html", front.reading(sessions.area_of(request), clock.now()))
