from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from talkingpiece.agreements.models import Agreement


def in_force(area_id: UUID, *, at: datetime) -> QuerySet[Agreement]:
    """Those that let something through at this moment: from local midnight of the first day until local midnight of
    `ends_on`, or until the minute in which one was ended early."""
    day = timezone.localdate(at)
    return Agreement.objects.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=at),
        area_id=area_id,
        signed_at__lte=at,
        starts_on__lte=day,
        ends_on__gt=day,
    ).select_related("agency")


def holds(agreement: Agreement, at: datetime) -> bool:
    """The same of one that was read before."""
    signed, ended, day = agreement.signed_at, agreement.ended_at, timezone.localdate(at)
    return (
        signed is not None
        and signed <= at
        and (ended is None or at < ended)
        and agreement.starts_on <= day < agreement.ends_on
    )


def covering(
    area_id: UUID, agency_id: UUID, *, send: Iterable[str], receive: Iterable[str], at: datetime
) -> Agreement | None:
    """The agreement in force under which we may send these categories to the agency and it may answer with those."""
    return (
        in_force(area_id, at=at)
        .filter(agency_id=agency_id, we_may_send__contains=list(send), they_may_send__contains=list(receive))
        .first()
    )


def of_area(area_id: UUID) -> QuerySet[Agreement]:
    return (
        Agreement.objects.filter(area_id=area_id)
        .select_related("agency", "owner")
        .order_by("agency__name", "-starts_on")
    )
