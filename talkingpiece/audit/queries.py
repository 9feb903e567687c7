from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from talkingpiece.audit.models import Event


def events_of_case(case_id: UUID) -> QuerySet[Event]:
    return Event.objects.filter(case_id=case_id).order_by("-recorded_at")


def last_events(case_id: UUID, limit: int) -> list[Event]:
    return list(events_of_case(case_id)[:limit])
