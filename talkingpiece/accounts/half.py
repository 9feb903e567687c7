"""Half signed in: the password was right, the second factor is still to come. It opens nothing, for ten minutes."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest

from talkingpiece.accounts.models import User
from talkingpiece.core import clock

_KEY = "tp_half"
_LASTS = timedelta(minutes=10)


def begin(request: HttpRequest, user: User) -> None:
    request.session.cycle_key()
    seal = user.get_session_auth_hash()
    request.session[_KEY] = {"user": str(user.pk), "at": clock.now().timestamp(), "seal": seal}


def signed_in_half(request: HttpRequest) -> User | None:
    found = request.session.get(_KEY)
    if not found or clock.now().timestamp() - found["at"] >= _LASTS.total_seconds():
        return None
    user = User.objects.filter(pk=found["user"], is_active=True).first()
    # Another password since, or factors that were reset: then the first half no longer holds.
    return user if user is not None and user.get_session_auth_hash() == found["seal"] else None


def end(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)
