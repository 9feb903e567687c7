from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import speakers_of
from talkingpiece.engagement.models import InformationGiven, Need, Voice
from talkingpiece.engagement.queries.people import Somebody, sheet_for
from talkingpiece.engagement.states import VoiceKind
from talkingpiece.people.states import PersonKind
from talkingpiece.protection.classes import Side


@dataclass(frozen=True)
class ReadyFacts:
    """What the victim was told and what they said, by the end of a day."""

    victim: str
    victim_id: str
    organisation: bool = False
    spoken_for: tuple[str, ...] = ()  # who speaks for an organisation
    sheet: str = "victim"  # which of the sheets is written for them
    sheet_version: int = 0  # the newest version of the sheet that they were given; 0: none
    wishes: int = 0  # needs and wishes in their own words
    risk_views: int = 0
    support: int = 0


def needs(case_id: UUID) -> list[Need]:
    """What the victim needs: ranked ones first, then in the order in which they said them."""
    return _in_order(Need.objects.filter(case_id=case_id, person_id=F("case__victim_id"), error_at__isnull=True))


def needs_of(case_id: UUID) -> dict[UUID, list[Need]]:
    """What each of a family needs, and the victim, by person."""
    found: dict[UUID, list[Need]] = defaultdict(list)
    for need in _in_order(Need.objects.filter(case_id=case_id, error_at__isnull=True)):
        found[need.person_id].append(need)
    return found


def _in_order(found: QuerySet[Need]) -> list[Need]:
    rows = found.select_related("recorded_by", "person")
    return sorted(rows, key=lambda need: (need.rank is None, need.rank or 0, need.happened_at, need.recorded_at))


def voices(case_id: UUID) -> list[Voice]:
    """What both sides said, the newest first."""
    found = Voice.objects.filter(case_id=case_id, error_at__isnull=True).select_related("recorded_by")
    return list(found.order_by("-happened_at", "-recorded_at"))


def sheets_given(case_id: UUID, person_id: UUID) -> list[InformationGiven]:
    found = InformationGiven.objects.filter(case_id=case_id, person_id=person_id, error_at__isnull=True)
    return list(found.order_by("-sheet_version", "-happened_at"))


def victim_ready_facts(case: Case, on: date) -> ReadyFacts:
    before = _end_of(on)
    kinds = list(
        Voice.objects.filter(
            case=case, person_id=case.victim_id, error_at__isnull=True, happened_at__lt=before
        ).values_list("kind", flat=True)
    )
    told = InformationGiven.objects.filter(
        case=case, person_id=case.victim_id, error_at__isnull=True, happened_at__lt=before
    )
    own = Need.objects.filter(case=case, person_id=case.victim_id, error_at__isnull=True, happened_at__lt=before)
    return ReadyFacts(
        victim=case.victim.called,
        victim_id=str(case.victim_id),
        organisation=case.victim.kind == PersonKind.ORGANISATION,
        spoken_for=tuple(one.person.called for one in speakers_of(case)),
        sheet=sheet_for(case, Somebody(case.victim, Side.VICTIM, "victim")).side,
        sheet_version=max(told.values_list("sheet_version", flat=True), default=0),
        wishes=own.count() + kinds.count(VoiceKind.WISH),
        risk_views=kinds.count(VoiceKind.RISK_VIEW),
        support=kinds.count(VoiceKind.SUPPORT),
    )


def _end_of(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on + timedelta(days=1), time()))
