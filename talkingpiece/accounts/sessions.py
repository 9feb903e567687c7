"""Signed-in sessions: how one was begun, when it must end, which others somebody has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils.translation import gettext as _

from talkingpiece.accounts.factors import Proof
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import practice_areas_of
from talkingpiece.areas.models import Area
from talkingpiece.core import clock

_BEGAN_AT = "tp_signed_in_at"
_PROOF = "tp_proof"
_PRACTICE = "tp_practice"
LONGEST = timedelta(hours=8)


def stamp_beginning(sender: Any, request: HttpRequest, **more: Any) -> None:
    """Heard from Django at every way of signing in."""
    request.session[_BEGAN_AT] = clock.now().timestamp()


def end_if_too_old(request: HttpRequest) -> None:
    """Eight hours after signing in it is over, however busy it was. What was posted is kept by whoever asks next.

    A machine has none, however it came by one."""
    if not isinstance(request.user, User):
        return
    began = request.session.get(_BEGAN_AT, 0)
    if request.user.machine or clock.now().timestamp() - began >= LONGEST.total_seconds():
        logout(request)


def write_how(request: HttpRequest, proof: Proof) -> None:
    request.session[_PROOF] = proof.value


def is_unfinished(request: HttpRequest) -> bool:
    """Signed in with a password alone, where a second factor is needed: nothing opens but adding one."""
    return settings.TP_SECOND_FACTOR and request.session.get(_PROOF, Proof.PASSWORD) == Proof.PASSWORD


def begin_practice(request: HttpRequest, area: Area) -> None:
    """From the next request on they are in that area alone, until they leave it or sign out."""
    request.session[_PRACTICE] = str(area.pk)


def leave_practice(request: HttpRequest) -> None:
    request.session.pop(_PRACTICE, None)


def practising_in(request: HttpRequest, user: User) -> UUID | None:
    """The area of practice that they entered; None also once they may practise there no more."""
    entered = request.session.get(_PRACTICE, "")
    if not entered:
        return None
    return next((one.pk for one in practice_areas_of(user, clock.now()) if str(one.pk) == entered), None)


def write_down(request: HttpRequest, user: User) -> None:
    UserSession.objects.create_from_request(request, user=user)


def renew_id(request: HttpRequest) -> None:
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def keep_only_this(request: HttpRequest, user: User) -> None:
    """After the account's sessions were ended: the one in which it was done goes on, under a new id."""
    before = request.session.session_key
    update_session_auth_hash(request, user)
    request.session.save()  # or it would be found without the new seal, and ended with the others
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)
    UserSession.objects.purge_and_list(user)


@dataclass(frozen=True)
class Row:
    id: int
    device: str
    began_at: datetime
    seen_at: datetime
    here: bool


def sessions_of(request: HttpRequest, user: User) -> list[Row]:
    rows = UserSession.objects.purge_and_list(user)
    keys = [one.session_key for one in rows]
    ends = dict(Session.objects.filter(session_key__in=keys).values_list("session_key", "expire_date"))
    found = [
        Row(
            id=one.pk,
            device=device_of(one.user_agent),
            began_at=one.created_at,
            seen_at=_seen(ends.get(one.session_key), one.last_seen_at),
            here=one.session_key == request.session.session_key,
        )
        for one in rows
    ]
    return sorted(found, key=lambda row: (not row.here, -row.seen_at.timestamp()))


def _seen(expires: datetime | None, otherwise: datetime) -> datetime:
    return expires - timedelta(seconds=settings.SESSION_COOKIE_AGE) if expires else otherwise


def end_session(user: User, session_id: int) -> bool:
    found = UserSession.objects.filter(pk=session_id, user=user).first()
    if found is not None:
        found.end()
    return found is not None


_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def device_of(agent: str) -> str:
    """Enough to recognise one's own: a browser, and on what."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), _("A browser"))
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system} if system else browser
