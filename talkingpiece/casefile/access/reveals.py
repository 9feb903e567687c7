"""Whose day's budget of reveals somebody may see and widen: that of the workers of their areas, never their own."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import colleagues, holdings
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.areas.models import Area
from talkingpiece.core import clock


def areas_answered_for(user: User) -> list[Area]:
    held = holdings(user, clock.now())
    found = {h.area_id: h.area for h in held if Act.REVEALS_ALLOW in ROLES[Role(h.role)].acts}
    return list(found.values())


def get_worker(user: User, worker_id: UUID) -> tuple[Area, User]:
    """Raises Http404 for oneself, and for somebody who does not work in an area of theirs."""
    for area in areas_answered_for(user):
        for worker in colleagues(area.pk, clock.now()):
            if worker.pk == worker_id != user.pk:
                return area, worker
    raise Http404
