from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from talkingpiece.accounts.models import Invitation, User
from talkingpiece.accounts.services.people import NotForMachines, add_user
from talkingpiece.areas.models import Area
from talkingpiece.audit.services import record
from talkingpiece.protection.classes import Side
from talkingpiece.protection.context import area_context

LASTS = timedelta(hours=48)


class LinkOver(Exception):
    """Unknown, used before, or too old: whoever holds it learns not which."""


@transaction.atomic
def invite(*, email: str, name: str, job: str, area: Area, by: User | None, at: datetime) -> tuple[User, str]:
    """An account that opens nothing yet, and the token of the link by which its owner begins. It is not kept."""
    user = add_user(email=email, name=name, job=job, at=at)
    return user, make_link(user=user, area=area, by=by, at=at)


@transaction.atomic
def make_link(*, user: User, area: Area, by: User | None, at: datetime) -> str:
    """A new link for whoever cannot sign in yet; those before it lead nowhere any more. Raises NotForMachines."""
    if user.machine:
        raise NotForMachines
    Invitation.objects.filter(user=user, used_at__isnull=True, ends_at__gt=at).update(ends_at=at)
    token = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        user=user, area=area, digest=_digest(token), made_at=at, made_by=by, ends_at=at + LASTS
    )
    record("account.invited", by=by, about=made, at=at, side=Side.SERVICE, detail={"user": str(user.pk)})
    return token


def find_invitation(token: str, at: datetime) -> Invitation:
    found = Invitation.objects.select_related("user", "area").filter(
        digest=_digest(token), used_at__isnull=True, ends_at__gt=at, user__is_active=True
    )
    invitation = found.first()
    if invitation is None:
        raise LinkOver
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, password: str, at: datetime) -> User:
    """The password is theirs, the link is spent. Raises LinkOver; of two at once the second."""
    pk = find_invitation(token, at).pk
    held = Invitation.objects.select_for_update(no_key=True).get(pk=pk)
    if held.used_at is not None:
        raise LinkOver
    held.used_at = at
    held.save(update_fields=["used_at"])
    user = User.objects.select_for_update(no_key=True).get(pk=held.user_id)
    user.set_password(password)
    user.save(update_fields=["password"])
    with area_context([held.area_id]):
        record("account.begun", by=user, about=held, at=at, side=Side.SERVICE, detail={"user": str(user.pk)})
    return user


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
