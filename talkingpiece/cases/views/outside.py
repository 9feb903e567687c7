from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from talkingpiece.cases.pages.outside import WHY
from talkingpiece.core.access import public


@public(WHY)
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "cases/outside/thanks.html")
