from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from talkingpiece.agreements.models import Agreement


def in_force(area_id: UUID, *, on: date) -> QuerySet[Agreement]:
    return Agreement.objects.filter(
        area_id=area_id, signed_on__isnull=False, signed_on__lte=on, starts_on__lte=on, ends_on__gt=on
    ).select_related("agency")


def covering(
    area_id: UUID, agency_id: UUID, *, send: Iterable[str], receive: Iterable[str], on: date
) -> Agreement | None:
    """The agreement in force under which we may send these categories to the agency and it may answer with those."""
    return (
        in_force(area_id, on=on)
        .filter(agency_id=agency_id, we_may_send__contains=list(send), they_may_send__contains=list(receive))
        .first()
    )


def of_area(area_id: UUID) -> QuerySet[Agreement]:
    return (
        Agreement.objects.filter(area_id=area_id)
        .select_related("agency", "owner")
        .order_by("agency__name", "-starts_on")
    )
