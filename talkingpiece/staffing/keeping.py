"""What each facilitator of an area has kept up, as the clocks read it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.utils import timezone

from talkingpiece.staffing.clocks import KeptUp, Learnt
from talkingpiece.staffing.models import Facilitator, PracticeKind, PracticeRecord


def kept_up(area_id: UUID) -> list[tuple[Facilitator, KeptUp]]:
    """Of every facilitator, by name, in two queries. Their year begins with the first thing that was written down."""
    rows: dict[UUID, list[tuple[str, date, float]]] = defaultdict(list)
    found = PracticeRecord.objects.standing().filter(area_id=area_id).order_by("happened_at")
    for facilitator_id, kind, happened_at, hours in found.values_list("facilitator_id", "kind", "happened_at", "hours"):
        rows[facilitator_id].append((kind, timezone.localdate(happened_at), hours or 0))
    people = Facilitator.objects.filter(area_id=area_id, user__is_active=True).select_related("user", "area")
    return [(one, _of(one, rows[one.pk])) for one in people.order_by("user__name")]


def _of(facilitator: Facilitator, rows: list[tuple[str, date, float]]) -> KeptUp:
    return KeptUp(
        level=facilitator.level,
        supervision_due_on=facilitator.supervision_due_on,
        since=rows[0][1] if rows else None,
        observed=tuple(day for kind, day, _hours in rows if kind == PracticeKind.OBSERVED),
        learnt=tuple(Learnt(day, hours) for kind, day, hours in rows if kind == PracticeKind.LEARNING),
    )


def records_of(facilitator: Facilitator) -> list[PracticeRecord]:
    """Also what was entered in error: the clocks read nothing of it."""
    found = PracticeRecord.objects.filter(facilitator=facilitator).select_related("recorded_by")
    return list(found.order_by("-happened_at"))
