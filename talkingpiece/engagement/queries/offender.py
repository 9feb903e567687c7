from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from talkingpiece.engagement.models import Approach, StanceTaken, SupervisorAgreement


def approaches_of(responsible_id: UUID) -> QuerySet[Approach]:
    """Every standing approach, the newest first."""
    found = Approach.objects.filter(responsible_id=responsible_id, error_at__isnull=True)
    return found.select_related("told_by", "recorded_by").order_by("-happened_at", "-recorded_at")


def last_approach(responsible_id: UUID) -> Approach | None:
    return approaches_of(responsible_id).first()


def last_approaches(responsible_ids: Iterable[UUID]) -> dict[UUID, Approach]:
    """By responsible person; absent where nobody was approached. One query."""
    found = Approach.objects.filter(responsible_id__in=list(responsible_ids), error_at__isnull=True)
    return {row.responsible_id: row for row in found.order_by("happened_at", "recorded_at")}


def stance_of(responsible_id: UUID) -> StanceTaken | None:
    return stances([responsible_id]).get(responsible_id)


def stances(responsible_ids: Iterable[UUID]) -> dict[UUID, StanceTaken]:
    """The newest stance of each responsible person. One query."""
    found = StanceTaken.objects.filter(responsible_id__in=list(responsible_ids), error_at__isnull=True)
    found = found.select_related("recorded_by", "exception_by")
    return {row.responsible_id: row for row in found.order_by("happened_at", "recorded_at")}


def supervisor_agreement(responsible_id: UUID) -> SupervisorAgreement | None:
    found = SupervisorAgreement.objects.filter(responsible_id=responsible_id, error_at__isnull=True)
    return found.select_related("recorded_by", "outside").order_by("-happened_at", "-recorded_at").first()
