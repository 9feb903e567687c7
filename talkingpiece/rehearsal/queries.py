from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import people_with_role
from talkingpiece.accounts.roles import Role
from talkingpiece.audit.models import Event, Kind
from talkingpiece.rehearsal.cast import is_invented
from talkingpiece.rehearsal.models import Group, Opened

MOST = 200  # entries on one page


def group_of(session_id: UUID) -> Group | None:
    """The one that practises now."""
    return Group.objects.filter(session_id=session_id, ended_at__isnull=True).select_related("ground").first()


def opened_in(ground_id: UUID) -> Opened | None:
    """The synthetic case that is open now."""
    found = Opened.objects.filter(area_id=ground_id, over_at__isnull=True)
    return found.select_related("case__victim", "lead", "area").first()


def earlier_in(ground_id: UUID) -> list[Opened]:
    """Those that a reset closed, the newest first."""
    found = Opened.objects.filter(area_id=ground_id, over_at__isnull=False)
    return list(found.select_related("case", "lead").order_by("-opened_at"))


def learners_in(ground_id: UUID, at: datetime) -> list[User]:
    return [one for one in people_with_role(ground_id, Role.FACILITATOR, at) if not is_invented(one)]


def trainers_in(ground_id: UUID, at: datetime) -> list[User]:
    return [one for one in people_with_role(ground_id, Role.CASE_SUPERVISOR, at) if not is_invented(one)]


def happened(opened: Opened, actors: set[UUID]) -> list[Event]:
    """What these people did, read and were refused since the case was opened, the newest first."""
    theirs = Event.objects.filter(area_id=opened.area_id, actor_id__in=actors, recorded_at__gte=opened.opened_at)
    # Neither how the area was made, nor that they were put on the case.
    since = theirs.filter(Q(case_id=opened.case_id) | ~Q(kind=Kind.ACT)).exclude(name="member.joined")
    if opened.over_at is not None:
        since = since.filter(recorded_at__lte=opened.over_at)
    return list(since.order_by("-recorded_at", "-id")[:MOST])
