"""Pages that only tell. They keep nothing."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from talkingpiece.core import clock
from talkingpiece.core.access import public
from talkingpiece.referrals.presenters import front
from talkingpiece.referrals.queries import remit
from talkingpiece.referrals.views.sessions import area_of

WHY = "anybody must be able to read who we are and how to reach us"


@public(WHY)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "front/home.html", front.front_page(area_of(request)))


@public(WHY)
@require_safe
def what_happens(request: HttpRequest) -> HttpResponse:
    area = area_of(request)
    context = {"steps": front.steps(area), "update_days": front.update_days(area), "area": area}
    return render(request, "front/what_happens.html", context)


@public(WHY)
@require_safe
def your_information(request: HttpRequest) -> HttpResponse:
    area = area_of(request)
    context = {
        "area": area,
        "who": front.who_sees_what(),
        "away_minutes": settings.SESSION_COOKIE_AGE // 60,
        "draft_days": remit(area.pk).draft_days,
    }
    return render(request, "front/your_information.html", context)


@public(WHY)
@require_safe
def hide_your_visit(request: HttpRequest) -> HttpResponse:
    return render(request, "front/hide_your_visit.html", {"area": area_of(request)})


@public(WHY)
@require_safe
def reach_us(request: HttpRequest) -> HttpResponse:
    return render(request, "front/reach_us.html", front.reading(area_of(request), clock.now()))
