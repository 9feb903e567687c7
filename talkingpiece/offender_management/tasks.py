from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import people_with_role
from talkingpiece.accounts.roles import Role
from talkingpiece.areas.models import Area
from talkingpiece.areas.queries import real_areas
from talkingpiece.areas.working_days import is_working_day
from talkingpiece.cases.models import Case
from talkingpiece.core import clock
from talkingpiece.core.jobs import enqueue, job, periodic
from talkingpiece.engagement.models import Approach
from talkingpiece.offender_management import services, waiting
from talkingpiece.offender_management.profile import Reporting
from talkingpiece.outbox.services import note_act
from talkingpiece.protection.context import area_context


@periodic("offender_management.digests", cron="2 6 * * 1-5", why="only asks for each digest; opens nothing")
def digests() -> None:
    """On working days, early: one job for each person in an agency."""
    now = clock.now()
    for area in real_areas():
        with transaction.atomic(), area_context([area.pk]):
            if not is_working_day(timezone.localdate(now), area.jurisdiction):
                continue
            for role in (Role.OFFENDER_MANAGER, Role.LIAISON_OFFICER):
                for user in people_with_role(area.pk, role, now):
                    enqueue("offender_management.send_digest", area_id=area.pk, user_id=user.pk)


@job("offender_management.send_digest", why="counts what its reader may open at that minute, and names nobody")
def send_digest(*, area_id: UUID, user_id: str) -> None:
    user = User.objects.select_related("agency").get(pk=user_id)
    services.send_digest(user=user, area=Area.objects.get(pk=area_id), at=clock.now())


@job("offender_management.take_in", why="looks whether we know whom a system told us of, and lets all others go")
def take_in(*, area_id: UUID, event_id: str) -> None:
    waiting.take_in_waiting(event_id=UUID(event_id), at=clock.now())


@periodic("offender_management.look_again", cron="7 * * * *", why="says of which cases to look again; opens nothing")
def look_again() -> None:
    """Hourly: what agencies see also changes by the clock alone, when an agreement begins or ends or a day is over."""
    at = clock.now()
    since = at - timedelta(days=Reporting().forgotten_after_days + 1)
    for area_id in [area.pk for area in real_areas()]:
        with transaction.atomic(), area_context([area_id]):
            found = Case.objects.filter(Q(ended_at__isnull=True) | Q(ended_at__gte=since), area_id=area_id)
            # Of others nobody may know. In their order: somebody else may note an act on several of them.
            approached = found.filter(pk__in=Approach.objects.values("case_id")).order_by("pk")
            for case_id in approached.values_list("pk", flat=True):
                note_act(area_id=area_id, case_id=case_id, at=at)
