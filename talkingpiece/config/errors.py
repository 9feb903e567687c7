from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from talkingpiece.core.access import public


@public("an error page: says that the page was open too long, and nothing else")
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)
