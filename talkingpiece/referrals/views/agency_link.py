"""The form behind a one-time link, on the public door. A link that opens nothing says one sentence, whatever ails it.

What it remembers of a browser is a signed cookie that is sent to this link alone; no session is looked at.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from talkingpiece.core import clock
from talkingpiece.core.access import public
from talkingpiece.core.links import token_digest, unnamed
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.referrals import services
from talkingpiece.referrals.agency_queries import draft_of_link, link_used_since, live_link
from talkingpiece.referrals.forms.agency import AgencyForm
from talkingpiece.referrals.models import Invitation
from talkingpiece.referrals.presenters import agency as presenter
from talkingpiece.referrals.views import agency_form, sessions
from talkingpiece.referrals.views.agency_form import Writing

WHY = "whoever holds a one-time link refers one person by it, and reads nothing back"
_COOKIE = "tp_link"
_RECEIPT_FOR = timedelta(minutes=30)


@public(WHY)
@require_http_methods(["GET", "HEAD", "POST"])
def agency(request: HttpRequest, token: str) -> HttpResponse:
    link = _opened(request, token)
    if link is None:
        return _opens_nothing(request, token)

    def later() -> HttpResponse:
        messages.success(request, _("Saved. Nothing was sent. The same link opens it again."))
        return redirect("front:agency", token)

    return _private(agency_form.edit(request, _writing(link, token), later=later), token)


@public(WHY)
@require_http_methods(["GET", "HEAD", "POST"])
def agency_check(request: HttpRequest, token: str) -> HttpResponse:
    link = _opened(request, token)
    if link is None:
        return _opens_nothing(request, token)

    def send(form: AgencyForm) -> HttpResponse:
        services.send_by_link(invitation_id=link.pk, answers=form.answers(), said=form.said(), at=clock.now())
        return redirect("front:agency_receipt", token)

    try:
        return _private(agency_form.check(request, _writing(link, token), send=send), token)
    except IllegalTransition:  # two presses at the same moment: the other one sent it
        return _opens_nothing(request, token)


@public(WHY)
@require_safe
def agency_receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Shown once, in the browser that sent it."""
    sent = link_used_since(token, clock.now() - _RECEIPT_FOR) if _is_known(request, token) else None
    if sent is None:
        return _over(request) if _patience(request, token) else _tired(request)
    response = render(request, "front/agency_receipt.html", {"receipt": presenter.receipt(sent)})
    response.delete_cookie(_COOKIE, path=_path(token))
    return unnamed(response)


def _opened(request: HttpRequest, token: str) -> Invitation | None:
    request.tp_patience = _patience(request, token)  # type: ignore[attr-defined]
    return live_link(token, clock.now()) if request.tp_patience else None  # type: ignore[attr-defined]


def _patience(request: HttpRequest, token: str) -> bool:
    """A browser that opened this link before is not counted again: what was typed there must not be lost."""
    if _is_known(request, token):
        return True
    area = sessions.area_of(request)
    return services.count_attempt(area_id=area.pk, address=sessions.address_of(request), at=clock.now())


def _is_known(request: HttpRequest, token: str) -> bool:
    return bool(request.get_signed_cookie(_COOKIE, default="", salt=_COOKIE) == token_digest(token))


def _opens_nothing(request: HttpRequest, token: str) -> HttpResponse:
    if not request.tp_patience:  # type: ignore[attr-defined]
        return _tired(request)
    if request.method == "POST" and _is_known(request, token):
        return redirect("front:agency_receipt", token)
    return _over(request)


def _over(request: HttpRequest) -> HttpResponse:
    context = {"area": sessions.area_of(request), "patience": True}
    return unnamed(render(request, "front/agency_over.html", context, status=404))


def _tired(request: HttpRequest) -> HttpResponse:
    context = {"area": sessions.area_of(request), "patience": False}
    return unnamed(render(request, "front/agency_over.html", context, status=429))


def _writing(link: Invitation, token: str) -> Writing:
    now = clock.now()
    return Writing(
        area=link.area,
        agency=link.agency,
        draft=draft_of_link(link, now),
        begin=lambda: services.begin_link_draft(invitation=link, at=now),
        signed_in=False,
        layout="ui/public.html",
        edit_url=_path(token),
        check_url=reverse("front:agency_check", args=[token]),
        initial={"referrer_name": link.for_whom},
    )


def _path(token: str) -> str:
    return reverse("front:agency", args=[token])


def _private(response: HttpResponse, token: str) -> HttpResponse:
    response.set_signed_cookie(
        _COOKIE,
        token_digest(token),
        salt=_COOKIE,
        path=_path(token),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return unnamed(response)
