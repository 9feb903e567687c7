"""Somebody in an agency answers one request by a one-time link, without an account.

It is on the door of the staff: the public one reads nothing of a case. The link alone shows nothing: programs that
look into mail open links too. Whoever presses sees the request, in that browser, for as long as it takes to answer.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from talkingpiece.accounts.throttle import count_dead_link
from talkingpiece.areas.queries import area_named
from talkingpiece.core import clock
from talkingpiece.core.access import public
from talkingpiece.core.links import token_digest, unnamed
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.information_sharing import services
from talkingpiece.information_sharing.forms.agency import LinkAnswerForm
from talkingpiece.information_sharing.models import RequestLink
from talkingpiece.information_sharing.presenters.request import desk_page
from talkingpiece.information_sharing.queries import link_of, sharing
from talkingpiece.protection.context import areas_in_sight, show_areas
from talkingpiece.ui.forms import Form, bind

WHY = "whoever holds a one-time link answers one request, and reads nothing but its questions"
_COOKIE = "tp_request"
_OPEN_FOR = 2 * 60 * 60


@public(WHY)
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, area: str, token: str) -> HttpResponse:
    _bring_into_sight(area)
    link = link_of(token, clock.now())
    if link is None:
        return _over(request)
    if _has_pressed(request, token):
        return _answer(request, link, token)
    if request.method == "POST" and "open" in request.POST:
        return _press(request, area, token)
    return unnamed(render(request, "information_sharing/link_closed.html", {"form": bind(request, Form), "link": link}))


def _press(request: HttpRequest, area: str, token: str) -> HttpResponse:
    services.note_link_opened(token=token, at=clock.now())
    response = redirect("information_sharing:by_link", area, token)
    response.set_signed_cookie(
        _COOKIE,
        token_digest(token),
        salt=_COOKIE,
        max_age=_OPEN_FOR,
        path=reverse("information_sharing:by_link", args=[area, token]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return unnamed(response)


def _answer(request: HttpRequest, link: RequestLink, token: str) -> HttpResponse:
    asked = link.request
    form = bind(request, LinkAnswerForm, asked=asked, days=sharing(asked.case).more_time_days)
    if form.is_valid():
        try:
            name, post = form.who()
            services.answer_by_link(token=token, name=name, post=post, at=clock.now(), **form.answer())
        except (services.LinkOver, IllegalTransition):
            return _over(request)
        return unnamed(redirect("information_sharing:link_thanks"))
    context = {"form": form, "page": desk_page(asked), "link": link}
    return unnamed(render(request, "information_sharing/by_link.html", context))


def _has_pressed(request: HttpRequest, token: str) -> bool:
    return bool(request.get_signed_cookie(_COOKIE, default="", salt=_COOKIE, max_age=_OPEN_FOR) == token_digest(token))


def _bring_into_sight(slug: str) -> None:
    """Beside what whoever is signed in has in sight already: a refusal is entered in the trail of their area."""
    found = area_named(slug)
    if found is not None:
        show_areas([*areas_in_sight(), found.pk])


def _over(request: HttpRequest) -> HttpResponse:
    """One page, whatever ails the link; and for whoever tries one after the other, one that says so."""
    tired = not count_dead_link(request)
    return unnamed(
        render(request, "information_sharing/link_over.html", {"tired": tired}, status=429 if tired else 404)
    )


@public(WHY)
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "information_sharing/link_thanks.html", {"title": _("Thank you")})
