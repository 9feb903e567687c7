"""What was typed is not lost when a session ran out or a proof is asked for: it is sealed, and given back after it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from talkingpiece.accounts.models import KeptForm, User
from talkingpiece.core import clock
from talkingpiece.protection.root_key import root_aead, sealing_aead

_SESSION_KEY = "tp_kept_form"
NEXT_KEY = "tp_next"
_PROVE_KEY = "tp_prove_for"
_BUTTON_KEY = "tp_button"
_SALT = "tp.who"
_KEEP = timedelta(days=1)
_LIMIT = 200_000


def who_token(user: User) -> str:
    """Goes into each form that a user is shown: only the same user gets back what was typed into it."""
    return signing.dumps(str(user.pk), salt=_SALT)


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back here; what was posted is kept if we know whose it is."""
    if request.method == "POST":
        if author := _author(request):
            _keep(request, author)
        _remember_button(request)
    # In the session, never in the address: a path names a case.
    request.session[NEXT_KEY] = request.get_full_path()
    return redirect("sign_in")


def ask_for_proof(request: HttpRequest, user: User, *, file: bool = False) -> HttpResponse:
    """To the page that asks who is there, and back here; what was posted is kept, and the form is not spent."""
    if request.method == "POST":
        _keep(request, user)
        _remember_button(request)
        request.tp_unspent = True  # type: ignore[attr-defined]
    back = _came_from(request)
    # A file is no page on which one could go on: they are led back to the page that offers it.
    there = back if file else request.get_full_path()
    request.session[_PROVE_KEY] = {"there": there, "back": back, "again": file or request.method == "POST"}
    return redirect("still_you")


@dataclass(frozen=True)
class WhatFor:
    """What somebody was about to do when they were asked who is there."""

    there: str = ""
    back: str = ""
    again: bool = False  # a form or a link was sent, and is to be sent once more


def what_for(request: HttpRequest) -> WhatFor:
    return WhatFor(**request.session.get(_PROVE_KEY, {}))


def proved_for(request: HttpRequest) -> WhatFor:
    """The same, once: whoever proved it goes on there."""
    return WhatFor(**request.session.pop(_PROVE_KEY, {}))


def _remember_button(request: HttpRequest) -> None:
    request.session[_BUTTON_KEY] = {"there": request.path, "back": _came_from(request)}


def page_of_button(request: HttpRequest) -> str:
    """Some buttons have no page of their own. Whoever is led back to one lands on the page on which it stands."""
    button = request.session.get(_BUTTON_KEY)
    return button["back"] if button and button["there"] == request.path and request.method == "GET" else ""


def _came_from(request: HttpRequest) -> str:
    address = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}):
        return ""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _author(request: HttpRequest) -> User | None:
    """Whose page it was that a signed-out browser sent."""
    try:
        return User.objects.get(pk=UUID(signing.loads(request.POST.get("who", ""), salt=_SALT, max_age=86_400)))
    except (signing.BadSignature, User.DoesNotExist, ValueError):
        return None


def _keep(request: HttpRequest, user: User) -> None:
    typed = {k: v for k, v in request.POST.lists() if k not in {"csrfmiddlewaretoken", "who", "submission"}}
    text = json.dumps(typed)
    if len(text) > _LIMIT:
        return
    kept = KeptForm(user=user, path=request.path, kept_at=clock.now())
    kept.sealed = sealing_aead().encrypt(text.encode(), kept.pk.bytes)
    kept.save()
    request.session[_SESSION_KEY] = str(kept.pk)


def give_back(request: HttpRequest) -> QueryDict | None:
    """What this user had typed into this page before they were asked who is there, once."""
    kept_id = request.session.get(_SESSION_KEY)
    if not kept_id or request.method != "GET" or not isinstance(request.user, User):
        return None
    kept = KeptForm.objects.filter(
        pk=kept_id, user=request.user, path=request.path, kept_at__gt=clock.now() - _KEEP
    ).first()
    if kept is None:
        return None
    del request.session[_SESSION_KEY]
    lists = json.loads(root_aead().decrypt(bytes(kept.sealed), kept.pk.bytes))
    kept.delete()
    data = QueryDict(mutable=True, encoding=settings.DEFAULT_CHARSET)
    for name, values in lists.items():
        data.setlist(name, values)
    return data
