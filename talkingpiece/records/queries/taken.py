from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from talkingpiece.records.models import BroughtRow, TakenOver


def brought_at(case_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """When each of these cases was brought in from earlier records, if it was."""
    found = BroughtRow.objects.filter(case_id__in=list(case_ids), brought_list__closed_at__isnull=False)
    rows = found.values_list("case_id", "brought_list__closed_at")
    return {case_id: closed_at for case_id, closed_at in rows if closed_at}


@dataclass(frozen=True)
class TakenCount:
    total: int
    waiting: int


def taken_over(case_id: UUID) -> list[TakenOver]:
    """What earlier records said of this case, in the order in which they were read."""
    found = TakenOver.objects.standing().filter(case_id=case_id)
    return list(found.select_related("person", "settled_by", "recorded_by").order_by("recorded_at", "pk"))


def taken_count(case_id: UUID) -> TakenCount:
    """How much was taken over into the case, and how much of it nobody has confirmed yet."""
    counted = (
        TakenOver.objects.standing()
        .filter(case_id=case_id)
        .aggregate(total=Count("pk"), waiting=Count("pk", filter=Q(settled_at__isnull=True)))
    )
    return TakenCount(counted["total"], counted["waiting"])
