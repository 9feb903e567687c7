"""Leaving at once. First everything that this browser keeps of us is cleared; then it is told that somebody left, so
that Back leads to an empty page for some minutes; then on to somewhere that says nothing."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from talkingpiece.core.access import public

LEFT = "left"  # the one thing that stays on the device, for LEFT_FOR seconds: that it shows nothing more
LEFT_FOR = 600


@public("leaving needs no right, and must work for anybody at any moment")
def leave(request: HttpRequest) -> HttpResponse:
    request.session.flush()
    response = redirect("exit_on")
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    response["Referrer-Policy"] = "no-referrer"
    return response


@public("the second half of leaving: a browser that clears its cookies would clear this one with them")
@require_safe
def leave_on(request: HttpRequest) -> HttpResponse:
    response = HttpResponseRedirect(settings.TP_EXIT_TO)
    response.set_cookie(
        LEFT, "1", max_age=LEFT_FOR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
    response["Referrer-Policy"] = "no-referrer"
    return response


@public("whoever left by mistake comes back by it")
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    response = redirect("front:home")
    response.delete_cookie(LEFT)
    return response
