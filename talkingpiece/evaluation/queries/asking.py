from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from talkingpiece.cases.models import Case, Ending, Pause
from talkingpiece.consents.queries import live
from talkingpiece.consents.states import Item
from talkingpiece.evaluation.models import Asking
from talkingpiece.evaluation.profile import Evaluation
from talkingpiece.meetings.models import Participant
from talkingpiece.meetings.queries import policies


@dataclass(frozen=True)
class Due:
    """A victim who said that we may ask, and from which day."""

    case: Case
    on: date


def due_to_ask(case: Case, at: datetime) -> date | None:
    """From which day the victim may be asked how far their needs were met; it may lie ahead.

    None if they did not say that we may, if there is nothing to ask about yet, if they were asked since, or while
    they pause.
    """
    found = _due([case], at)
    return found[0].on if found else None


def to_ask(area_id: UUID, at: datetime) -> list[Due]:
    """Everybody of the area whose day has come, the longest waiting first. A fixed number of queries."""
    held = Participant.objects.filter(area_id=area_id, meeting__held_at__isnull=False).values("case_id")
    ended = Ending.objects.filter(area_id=area_id, reopened_at__isnull=True, error_at__isnull=True).values("case_id")
    cases = Case.objects.filter(area_id=area_id).select_related("victim")
    found = _due([*cases.filter(pk__in=held), *cases.filter(pk__in=ended).exclude(pk__in=held)], at)
    return sorted((due for due in found if due.on <= timezone.localdate(at)), key=lambda due: due.on)


def answers_of(case_id: UUID) -> list[Asking]:
    """Each time the victim was asked, the newest first, with what they said of each need (`answers`)."""
    found = Asking.objects.filter(case_id=case_id, error_at__isnull=True).select_related("recorded_by")
    return list(found.prefetch_related("answers__need").order_by("-happened_at", "-recorded_at"))


def what_happened(case_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """By case: when the last meeting closed, or else when the case ended. Two queries."""
    ids = list(case_ids)
    ended = Ending.objects.filter(case_id__in=ids, reopened_at__isnull=True, error_at__isnull=True)
    found: dict[UUID, datetime] = dict(ended.values_list("case_id", "happened_at"))
    held = Participant.objects.filter(case_id__in=ids, meeting__held_at__isnull=False)
    for case_id, closed_at in held.order_by("meeting__held_at").values_list("case_id", "meeting__held_at"):
        found[case_id] = closed_at  # type: ignore[assignment]
    return found


def _due(cases: Iterable[Case], at: datetime) -> list[Due]:
    known = {case.pk: case for case in cases}
    since = what_happened(known)
    willing = live(since, on=timezone.localdate(at)).filter(item=Item.ASK_LATER, person=F("case__victim"))
    may_ask = set(willing.values_list("case_id", flat=True)) - _paused(since)
    asked: dict[UUID, list[datetime]] = defaultdict(list)
    rows = Asking.objects.filter(case_id__in=may_ask, error_at__isnull=True)
    for case_id, asked_at in rows.values_list("case_id", "happened_at"):
        asked[case_id].append(asked_at)
    sections = policies(known.values())
    return [
        Due(case, timezone.localdate(since[pk]) + timedelta(weeks=sections(case, Evaluation).ask_after_weeks))
        for pk, case in known.items()
        if pk in may_ask and not any(moment >= since[pk] for moment in asked[pk])
    ]


def _paused(case_ids: Iterable[UUID]) -> set[UUID]:
    found = Pause.objects.filter(case_id__in=list(case_ids), ended_at__isnull=True, error_at__isnull=True)
    return set(found.values_list("case_id", flat=True))
