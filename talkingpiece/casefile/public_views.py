from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from talkingpiece.core.access import public


@public("leaving needs no right, and must work for anybody at any moment")
def leave(request: HttpRequest) -> HttpResponse:
    request.session.flush()
    response = HttpResponseRedirect(settings.TP_EXIT_TO)
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    response["Referrer-Policy"] = "no-referrer"
    return response
