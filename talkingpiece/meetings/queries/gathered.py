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
from talkingpiece.cases.changes import Changes
from talkingpiece.cases.legal import LegalFacts
from talkingpiece.cases.legal_queries import changes_of_many, legal_facts_of_many, permissions_of_many
from talkingpiece.cases.models import Companion, Pause, Permission, Responsible, Safeguard
from talkingpiece.consents.queries import live
from talkingpiece.consents.states import Item
from talkingpiece.engagement.gates import TakePartFacts, take_part_facts
from talkingpiece.engagement.models import Preparation
from talkingpiece.engagement.queries import last_approaches, stances
from talkingpiece.meetings.conditions import Answer
from talkingpiece.meetings.queries.meetings import checks_of
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
    changes: dict[UUID, Changes]  # by responsible person
    legal: dict[UUID, LegalFacts]
    permissions: dict[UUID, list[Permission]]
    places_cleared: dict[UUID, tuple[datetime, datetime]]  # by meeting: when last, and when that was written down
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
    ids = [row.pk for row in responsibles.values()]
    changes = changes_of_many(ids)
    wanted = {(case.pk, one.approach, timezone.localdate(one.starts_at)) for one in asked for case in one.cases}
    return Gathered(
        sections=policies(cases.values()),
        paused=_paused(cases),
        consents=_consents(cases, at),
        responsibles=responsibles,
        changes=changes,
        legal=legal_facts_of_many(ids, changes=changes),
        permissions=_permissions(ids),
        places_cleared=_places_cleared(one.pk for one in asked),
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


def _permissions(responsible_ids: Iterable[UUID]) -> dict[UUID, list[Permission]]:
    found: dict[UUID, list[Permission]] = defaultdict(list)
    for row in permissions_of_many(responsible_ids):
        found[row.responsible_id].append(row)
    return found


def _places_cleared(meeting_ids: Iterable[UUID]) -> dict[UUID, tuple[datetime, datetime]]:
    checks = (row for row in checks_of(meeting_ids) if row.place_cleared)
    return {row.meeting_id: (row.happened_at, row.recorded_at) for row in reversed(list(checks))}


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
