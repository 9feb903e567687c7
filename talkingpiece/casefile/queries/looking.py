"""Who looked at a case, and at what somebody looked: read from the trail, by its indexes, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import TruncDate

from talkingpiece.audit.models import Event, Kind
from talkingpiece.cases.knowing import LOOKED_FOR

DAYS = 30
# More than this in a day is not a crime; it is a question.
MOST_SEARCHES = 30
# While somebody is entered, each answer that shows somebody else is an entry: some three for a call.
MOST_LOOKS = 120
MOST_REFUSED = 15


def events_about(area_id: UUID, case_id: UUID, reference: str) -> QuerySet[Event]:
    """Every entry about a case, and each page of it that was refused to somebody: those know its reference only."""
    refused = Q(name="page.refused", asked_reference=reference)
    found = Event.objects.alias(asked_reference=KT("detail__asked__reference")).filter(area_id=area_id)
    return found.filter(Q(case_id=case_id) | refused).order_by("-recorded_at", "-id")


def events_by(area_id: UUID, actor_id: UUID, since: datetime) -> QuerySet[Event]:
    found = Event.objects.filter(area_id=area_id, actor_id=actor_id, recorded_at__gte=since)
    return found.order_by("-recorded_at", "-id")


def first_to_see(events: QuerySet[Event]) -> QuerySet[Event]:
    """What was uncovered, what was refused, what was opened in an emergency, what left as a file."""
    return events.filter(Q(kind__in=[Kind.REVEAL, Kind.REFUSAL, Kind.EXPORT]) | Q(name__startswith="glass."))


def actors_of(events: QuerySet[Event]) -> set[UUID]:
    found = events.order_by().filter(actor_id__isnull=False).values_list("actor_id", flat=True).distinct()
    return {pk for pk in found if pk is not None}


@dataclass(frozen=True)
class Looked:
    """What one person opened in these days."""

    actor_id: UUID
    readings: int
    cases: int
    reveals: int
    refusals: int


def looked_in(area_id: UUID, since: datetime) -> list[Looked]:
    found = (
        Event.objects.filter(area_id=area_id, recorded_at__gte=since, actor_id__isnull=False)
        .order_by()
        .values("actor_id")
        .annotate(
            readings=Count("id", filter=Q(kind=Kind.READING)),
            cases=Count("case_id", distinct=True, filter=Q(kind=Kind.READING)),
            reveals=Count("id", filter=Q(kind=Kind.REVEAL)),
            refusals=Count("id", filter=Q(kind=Kind.REFUSAL)),
        )
    )
    return [
        Looked(actor, row["readings"], row["cases"], row["reveals"], row["refusals"])
        for row in found
        if (actor := row["actor_id"])
    ]


@dataclass(frozen=True)
class Unusual:
    actor_id: UUID
    day: date
    searches: int
    refused: int


def unusual_in(area_ids: Iterable[UUID], at: datetime) -> list[Unusual]:
    """Days of the last month on which somebody searched, or asked for what is not theirs, more than work explains."""
    looks = Q(name=LOOKED_FOR)
    found = (
        Event.objects.filter(
            area_id__in=list(area_ids),
            kind__in=[Kind.SEARCH, Kind.REFUSAL],
            recorded_at__gte=at - timedelta(days=DAYS),
            actor_id__isnull=False,
        )
        .order_by()
        .annotate(day=TruncDate("recorded_at"), asked=KT("detail__asked"))
        .values("actor_id", "day")
        .annotate(
            searches=Count("id", filter=Q(kind=Kind.SEARCH) & ~looks),
            looks=Count("id", filter=looks),
            refused=Count("asked", distinct=True, filter=Q(name="page.refused")),
        )
        .filter(Q(searches__gt=MOST_SEARCHES) | Q(looks__gt=MOST_LOOKS) | Q(refused__gt=MOST_REFUSED))
    )
    rows = [
        Unusual(actor, row["day"], row["searches"] + row["looks"], row["refused"])
        for row in found
        if (actor := row["actor_id"])
    ]
    return sorted(rows, key=lambda row: (row.day, row.refused + row.searches), reverse=True)
