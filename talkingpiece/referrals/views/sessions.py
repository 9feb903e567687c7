"""The public door's only memory: a random token in the session. Leaving the page forgets it, and all with it."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest

from talkingpiece.areas.models import Area
from talkingpiece.core import clock
from talkingpiece.core.links import new_token
from talkingpiece.referrals.models import Draft
from talkingpiece.referrals.queries import draft_of

_KEY = "tp_front"


def area_of(request: HttpRequest) -> Area:
    area: Area | None = getattr(request, "tp_area", None)
    if area is None:
        raise Http404
    return area


def token_of(request: HttpRequest) -> str:
    """The session's token; a new one if it has none yet."""
    if _KEY not in request.session:
        request.session[_KEY] = new_token()
    return str(request.session[_KEY])


def known_token(request: HttpRequest) -> str:
    return str(request.session.get(_KEY, ""))


def forget(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)


def draft(request: HttpRequest) -> Draft | None:
    return draft_of(known_token(request), clock.now())


def address_of(request: HttpRequest) -> str:
    """The address of whoever asks; behind our own proxy, the one that it saw."""
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
