"""How much somebody may still uncover today, over and above the numbers that are safe now.

What was uncovered is counted in the trail itself: no entry, no reveal, and so no reveal that is not counted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db.models import Sum
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.areas.queries import current_section
from talkingpiece.audit.queries import counted_reveals
from talkingpiece.cases.models import MoreReveals
from talkingpiece.cases.profile import Reveals


@dataclass(frozen=True)
class Budget:
    used: int
    allowed: int

    @property
    def left(self) -> int:
        return max(0, self.allowed - self.used)


def budget_of(user_id: UUID, area_id: UUID, at: datetime) -> Budget:
    used = counted_reveals(area_id, _morning(at)).filter(actor_id=user_id).count()
    return Budget(used, _allowed(user_id, area_id, at))


def uncovered_today(area_id: UUID, at: datetime) -> list[tuple[User, Budget]]:
    """Everybody who uncovered something in the area today, whoever uncovered most in front."""
    used = Counter(counted_reveals(area_id, _morning(at)).values_list("actor_id", flat=True))
    users = User.objects.filter(pk__in=list(filter(None, used))).order_by("name")
    found = [(user, Budget(used[user.pk], _allowed(user.pk, area_id, at))) for user in users]
    return sorted(found, key=lambda one: -one[1].used)


def _allowed(user_id: UUID, area_id: UUID, at: datetime) -> int:
    given = MoreReveals.objects.filter(user_id=user_id, area_id=area_id, day=timezone.localdate(at))
    more = given.aggregate(more=Sum("more"))["more"] or 0
    return int(current_section(area_id, Reveals).a_day + more)


def _morning(at: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate(at), time()))
