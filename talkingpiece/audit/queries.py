from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from talkingpiece.audit.models import Event, Kind


def events_of_case(case_id: UUID) -> QuerySet[Event]:
    return Event.objects.filter(case_id=case_id).order_by("-recorded_at")


def last_events(case_id: UUID, limit: int) -> list[Event]:
    return list(events_of_case(case_id)[:limit])


def counted_reveals(area_id: UUID, since: datetime) -> QuerySet[Event]:
    """What was uncovered since, of that which is counted (`record_reveal(counted=True)`)."""
    return Event.objects.filter(area_id=area_id, kind=Kind.REVEAL, recorded_at__gte=since, detail__counted=True)


def done_by(actor_id: UUID, case_id: UUID, *, since: datetime, until: datetime) -> list[Event]:
    """Every entry of one actor about one case in that time (half-open), in order."""
    found = Event.objects.filter(actor_id=actor_id, case_id=case_id, recorded_at__gte=since, recorded_at__lt=until)
    return list(found.order_by("recorded_at"))


def all_areas() -> list[UUID]:
    # By table name: the rooms above are not this one's to import.
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM areas_area ORDER BY id")
        return [row[0] for row in cursor.fetchall()]
