"""Reads what the gates of meetings ask: each kind of row once, whatever the number of meetings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from talkingpiece.accounts.queries import names_of
from talkingpiece.areas.models import Opening
from talkingpiece.areas.profile import Section
from talkingpiece.cases.legal import LegalFacts, restriction_facts
from talkingpiece.cases.models import Companion, LegalCheck, Pause, Responsible, Restriction, Safeguard
from talkingpiece.consents.queries import live
from talkingpiece.consents.states import Item
from talkingpiece.engagement.gates import TakePartFacts, take_part_facts
from talkingpiece.engagement.models import Preparation
from talkingpiece.engagement.queries import last_approaches, stances
from talkingpiece.meetings.conditions import Answer
from talkingpiece.meetings.queries.planned import Planned
from talkingpiece.meetings.queries.policies import policies
from talkingpiece.risk.queries import RiskFacts, risk_facts_of
from talkingpiece.staffing.models import Facilitator
from talkingpiece.staffing.queries import conflicts


@dataclass(frozen=True)
class Gathered:
    """What was read for a number of meetings."""

    sections: Callable[..., Section]
    paused: frozenset[UUID]
    consents: dict[tuple[UUID, UUID, str, str], Answer]  # case, person, item, target
    responsibles: dict[tuple[UUID, UUID], Responsible]  # case, person; of everybody here, whatever their part
    legal: dict[UUID, LegalFacts]
    take_part: dict[UUID, TakePartFacts]
    sessions: dict[tuple[UUID, UUID, str], list[Preparation]]  # case, person, approach; the oldest first
    names: dict[UUID, str]
    registered: dict[tuple[UUID, UUID], Facilitator]  # area, user
    conflicts: dict[UUID, set[UUID]]
    risk: dict[tuple[UUID, str, date], RiskFacts]  # case, approach, day
    opened: frozenset[UUID]  # areas that the planning group opened for meetings
    young: frozenset[tuple[UUID, UUID]]  # case, person: said to be under 18
    guarded: frozenset[tuple[UUID, UUID]]  # case, person: somebody answers for them


def gather(asked: Sequence[Planned], at: datetime) -> Gathered:
    cases = {case.pk: case for one in asked for case in one.cases}
    people = {place.person.pk for one in asked for place in one.places}
    workers = {pk for one in asked for pk in one.workers}
    found = Responsible.objects.filter(case_id__in=cases, person_id__in=people).select_related("person", "case")
    responsibles = {(row.case_id, row.person_id): row for row in found}
    wanted = {(case.pk, one.approach, timezone.localdate(one.starts_at)) for one in asked for case in one.cases}
    return Gathered(
        sections=policies(cases.values()),
        paused=_paused(cases),
        consents=_consents(cases, at),
        responsibles=responsibles,
        legal=_legal([row.pk for row in responsibles.values()]),
        take_part=_take_part(responsibles.values()),
        sessions=_sessions(cases, people),
        names=names_of(workers),
        registered={(row.area_id, row.user_id): row for row in Facilitator.objects.filter(user_id__in=workers)},
        conflicts=conflicts(workers, people),
        risk=risk_facts_of(wanted),
        opened=_opened({case.area_id for case in cases.values()}),
        young=_young(cases, people),
        guarded=_guarded(cases, people),
    )


def _opened(area_ids: set[UUID]) -> frozenset[UUID]:
    found = Opening.objects.filter(area_id__in=area_ids, closed_at__isnull=True)
    return frozenset(found.values_list("area_id", flat=True))


def _young(case_ids: Iterable[UUID], people: set[UUID]) -> frozenset[tuple[UUID, UUID]]:
    found = Companion.objects.filter(case_id__in=list(case_ids), person_id__in=people, ended_at__isnull=True)
    return frozenset(found.filter(under_18=True).values_list("case_id", "person_id"))


def _guarded(case_ids: Iterable[UUID], people: set[UUID]) -> frozenset[tuple[UUID, UUID]]:
    found = Safeguard.objects.standing().filter(case_id__in=list(case_ids), person_id__in=people)
    return frozenset(found.values_list("case_id", "person_id"))


def _paused(case_ids: Iterable[UUID]) -> frozenset[UUID]:
    found = Pause.objects.filter(case_id__in=list(case_ids), ended_at__isnull=True, error_at__isnull=True)
    return frozenset(found.values_list("case_id", flat=True))


def _consents(case_ids: Iterable[UUID], at: datetime) -> dict[tuple[UUID, UUID, str, str], Answer]:
    found = live(case_ids, on=timezone.localdate(at)).filter(item__in=[Item.MODE, Item.ATTEND])
    return {
        (row.case_id, row.person_id, row.item, row.target): Answer(
            str(row.pk), row.happened_at, row.recorded_at, row.review_by
        )
        for row in found
    }


def _legal(responsible_ids: list[UUID]) -> dict[UUID, LegalFacts]:
    checks = LegalCheck.objects.filter(responsible_id__in=responsible_ids, error_at__isnull=True)
    newest = {row.responsible_id: row for row in checks.order_by("happened_at", "recorded_at")}
    orders: dict[UUID, list[Restriction]] = defaultdict(list)
    for row in Restriction.objects.filter(responsible_id__in=responsible_ids, error_at__isnull=True):
        orders[row.responsible_id].append(row)
    return {
        pk: LegalFacts(
            result=newest[pk].result if pk in newest else None,
            checked_at=newest[pk].happened_at if pk in newest else None,
            restrictions=restriction_facts(orders[pk]),
        )
        for pk in responsible_ids
    }


def _take_part(responsibles: Iterable[Responsible]) -> dict[UUID, TakePartFacts]:
    rows = {row.pk: row for row in responsibles}
    approached, said = last_approaches(rows), stances(rows)
    return {pk: take_part_facts(row, approached.get(pk), said.get(pk)) for pk, row in rows.items()}


def _sessions(case_ids: Iterable[UUID], people: set[UUID]) -> dict[tuple[UUID, UUID, str], list[Preparation]]:
    sessions: dict[tuple[UUID, UUID, str], list[Preparation]] = defaultdict(list)
    found = Preparation.objects.filter(case_id__in=list(case_ids), person_id__in=people, error_at__isnull=True)
    for row in found.order_by("happened_at", "recorded_at"):
        sessions[row.case_id, row.person_id, row.approach].append(row)
    return sessions
