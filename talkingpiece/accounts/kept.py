"""What was typed is not lost when a session ran out: it is sealed, and given back after signing in again."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from talkingpiece.accounts.models import KeptForm, User
from talkingpiece.core import clock
from talkingpiece.protection.root_key import root_aead

_SESSION_KEY = "tp_kept_form"
NEXT_KEY = "tp_next"
_SALT = "tp.who"
_KEEP = timedelta(days=1)
_LIMIT = 200_000


def who_token(user: User) -> str:
    """Goes into each form that a user is shown: only the same user gets back what was typed into it."""
    return signing.dumps(str(user.pk), salt=_SALT)


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back here; what was posted is kept if we know whose it is."""
    if request.method == "POST":
        _keep(request)
    # In the session, never in the address: a path names a case.
    request.session[NEXT_KEY] = request.path
    return redirect("sign_in")


def _keep(request: HttpRequest) -> None:
    try:
        user = User.objects.get(pk=UUID(signing.loads(request.POST.get("who", ""), salt=_SALT, max_age=86_400)))
    except (signing.BadSignature, User.DoesNotExist, ValueError):
        return
    typed = {k: v for k, v in request.POST.lists() if k not in {"csrfmiddlewaretoken", "who", "submission"}}
    text = json.dumps(typed)
    if len(text) > _LIMIT:
        return
    kept = KeptForm(user=user, path=request.path, kept_at=clock.now())
    kept.sealed = root_aead().encrypt(text.encode(), kept.pk.bytes)
    kept.save()
    request.session[_SESSION_KEY] = str(kept.pk)


def give_back(request: HttpRequest) -> QueryDict | None:
    """What this user had typed into this page before the session ran out, once."""
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
