from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.queries import in_force
from talkingpiece.agreements.states import Category
from talkingpiece.areas.models import Agency, Area
from talkingpiece.outbox.checks import may_go
from talkingpiece.outbox.envelope import told
from talkingpiece.outbox.models import Delivery, Endpoint, Event
from talkingpiece.outbox.states import KEPT, WAITING, State

_BATCH = 100
_WITH = ("area", "agency", "agreement", "added_by", "stopped_by")


class BadCursor(ValueError):
    """Not one that this agency was given."""


@dataclass(frozen=True)
class Page:
    """`cursor`: after which the next page begins; the one that was given, if nothing came."""

    events: tuple[dict[str, Any], ...]
    cursor: str
    more: bool


def events_after(*, agency: Agency, area: Area, cursor: str, limit: int, at: datetime) -> Page:
    """What this agency may be told of at this moment, oldest first, in the order in which it happened for us: each as
    it would be sent. Nothing that is committed later stands before what was given. `cursor` is empty at the beginning.

    What may not be told leaves no gap, and turns up in its place if it may be told again. Raises BadCursor.
    """
    found = Event.objects.filter(area=area, agency=agency, happened_at__gte=at - KEPT)
    found = found.filter(place__position__gt=_position(agency, area, cursor)).order_by("place__position")
    shown = list(islice(_seen_now(agency, found, at), limit + 1))
    page = shown[:limit]
    last = page[-1].pk.hex if page else cursor
    return Page(tuple(told(event) for event in page), last, len(shown) > limit)


def _position(agency: Agency, area: Area, cursor: str) -> int:
    if not cursor:
        return 0
    try:
        pk = UUID(hex=cursor)
    except ValueError:
        raise BadCursor from None
    found = Event.objects.filter(pk=pk, agency=agency, area=area).values_list("place__position", flat=True).first()
    if found is None:
        raise BadCursor
    return int(found)


def _seen_now(agency: Agency, events: QuerySet[Event], at: datetime) -> Iterator[Event]:
    start = 0
    while batch := list(events[start : start + _BATCH]):
        allowed = may_go(agency, batch, at)
        yield from (event for event in batch if event.pk in allowed)
        start += len(batch)


def living_endpoints(area_id: UUID, agency_id: UUID) -> list[Endpoint]:
    return list(Endpoint.objects.filter(area_id=area_id, agency_id=agency_id, stopped_at__isnull=True))


def stands_on(endpoint: Endpoint, at: datetime) -> Agreement | None:
    """The version in force of the agreement that it stands on, if that lets us say who somebody is."""
    found = in_force(endpoint.area_id, at=at).filter(
        agency_id=endpoint.agency_id,
        reference=endpoint.agreement.reference,
    )
    return next((one for one in found if Category.IDENTITY in one.sends), None)


def has_agreement(area_id: UUID, agency_id: UUID, at: datetime) -> bool:
    return in_force(area_id, at=at).filter(agency_id=agency_id).exists()


def due(area_id: UUID, at: datetime) -> QuerySet[Delivery]:
    """What may be tried now, whose turn is first: of each case and endpoint the first that waits, of each endpoint one
    at a time, and endpoints in turn, so that a slow one makes nobody late but itself."""
    waiting = Delivery.objects.filter(area_id=area_id, state__in=WAITING)
    before = waiting.filter(
        endpoint=OuterRef("endpoint"),
        event__case_id=OuterRef("event__case_id"),
        event__place__position__lt=OuterRef("event__place__position"),
    )
    busy = Delivery.objects.filter(endpoint=OuterRef("endpoint"), claimed_until__gt=at)
    tried = Delivery.objects.filter(endpoint=OuterRef("endpoint"), tried_at__isnull=False).order_by("-tried_at")
    found = waiting.filter(~Exists(before), ~Exists(busy), next_at__lte=at, event__place__isnull=False)
    found = found.filter(Q(claimed_until__isnull=True) | Q(claimed_until__lte=at))
    found = found.annotate(last=Subquery(tried.values("tried_at")[:1]))
    return found.order_by(F("last").asc(nulls_first=True), "next_at", "event__place__position")


def endpoints_of(area_ids: Iterable[UUID]) -> list[Endpoint]:
    found = Endpoint.objects.filter(area_id__in=list(area_ids)).select_related(*_WITH)
    return list(found.order_by("agency__name", "name", "added_at"))


def counts(endpoint_ids: Iterable[UUID]) -> dict[UUID, dict[str, int]]:
    """By endpoint: how many deliveries are in each state. One query."""
    found: dict[UUID, dict[str, int]] = {}
    rows = Delivery.objects.filter(endpoint_id__in=list(endpoint_ids)).values("endpoint_id", "state")
    for row in rows.annotate(number=Count("pk")):
        found.setdefault(row["endpoint_id"], {})[row["state"]] = row["number"]
    return found


def deliveries_of(endpoint: Endpoint, states: Iterable[str], *, limit: int) -> list[Delivery]:
    """The newest first; of those that wait, whose turn is first."""
    found = Delivery.objects.filter(endpoint=endpoint, state__in=list(states)).select_related("event", "resent_by")
    waits = set(states) <= set(WAITING)
    return list(found.order_by(*(["next_at"] if waits else ["-settled_at"]), "pk")[:limit])


def given_up(area_ids: Iterable[UUID]) -> list[tuple[Endpoint, int, datetime]]:
    """Endpoints with dead letters: how many, and since when the first one lies there."""
    rows = Delivery.objects.filter(
        area_id__in=list(area_ids), state=State.DEAD, endpoint__stopped_at__isnull=True
    ).values_list("endpoint_id", "settled_at")
    found: dict[UUID, list[datetime]] = {}
    for endpoint_id, settled_at in rows:
        if settled_at:
            found.setdefault(endpoint_id, []).append(settled_at)
    endpoints = (
        Endpoint.objects.filter(pk__in=found).select_related("agency", "agreement").order_by("agency__name", "name")
    )
    return [(one, len(found[one.pk]), min(found[one.pk])) for one in endpoints]
