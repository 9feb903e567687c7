from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import people_with_role
from talkingpiece.accounts.roles import Role
from talkingpiece.areas.models import Area
from talkingpiece.areas.working_days import is_working_day
from talkingpiece.audit.queries import all_areas
from talkingpiece.core import clock
from talkingpiece.core.jobs import enqueue, job, periodic
from talkingpiece.offender_management import services, waiting
from talkingpiece.protection.context import area_context


@periodic("offender_management.digests", cron="2 6 * * 1-5", why="only asks for each digest; opens nothing")
def digests() -> None:
    """On working days, early: one job for each person in an agency."""
    now = clock.now()
    for area_id in all_areas():
        with transaction.atomic(), area_context([area_id]):
            if not is_working_day(timezone.localdate(now), Area.objects.get(pk=area_id).jurisdiction):
                continue
            for role in (Role.OFFENDER_MANAGER, Role.LIAISON_OFFICER):
                for user in people_with_role(area_id, role, now):
                    enqueue("offender_management.send_digest", area_id=area_id, user_id=user.pk)


@job("offender_management.send_digest", why="counts what its reader may open at that minute, and names nobody")
def send_digest(*, area_id: UUID, user_id: str) -> None:
    user = User.objects.select_related("agency").get(pk=user_id)
    services.send_digest(user=user, area=Area.objects.get(pk=area_id), at=clock.now())


@job("offender_management.take_in", why="looks whether we know whom a system told us of, and lets all others go")
def take_in(*, area_id: UUID, event_id: str) -> None:
    waiting.take_in_waiting(event_id=UUID(event_id), at=clock.now())
