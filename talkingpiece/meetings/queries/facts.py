"""Gathers what the gates of meetings ask, for any number of meetings in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar, cast
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.accounts.queries import names_of
from talkingpiece.areas.models import ProfileVersion
from talkingpiece.areas.profile import Section, merged
from talkingpiece.cases.legal import LegalFacts, restriction_facts
from talkingpiece.cases.models import Case, LegalCheck, Pause, Responsible, Restriction
from talkingpiece.cases.profile import ApproachDef, Approaches
from talkingpiece.cases.states import Complexity, MemberRole
from talkingpiece.consents.queries import live
from talkingpiece.consents.states import Item
from talkingpiece.engagement.gates import TakePartFacts, take_part_facts
from talkingpiece.engagement.models import Preparation
from talkingpiece.engagement.profile import Audience, Engagement
from talkingpiece.engagement.queries import last_approaches, stances
from talkingpiece.meetings.conditions import (
    Answer,
    BookingFacts,
    CaseFacts,
    OffenderFacts,
    Policy,
    Seat,
    Worker,
    scope_of,
)
from talkingpiece.meetings.models import Meeting, Part, Participant
from talkingpiece.meetings.profile import Meetings
from talkingpiece.people.models import Person
from talkingpiece.protection.classes import Side
from talkingpiece.risk.profile import Risk
from talkingpiece.risk.queries import Joined, RiskFacts, risk_facts_of
from talkingpiece.staffing.models import Facilitator
from talkingpiece.staffing.profile import Staffing
from talkingpiece.staffing.queries import conflicts

S = TypeVar("S", bound=Section)
NOWHERE = UUID(int=0)  # a meeting that is only being thought of
AUDIENCE: dict[Part, Audience] = {Part.VICTIM: "victim", Part.OFFENDER: "offender", Part.SUPPORTER: "supporter"}


@dataclass(frozen=True)
class Place:
    """Somebody who is to take part. `case`: the one that they come from, or none."""

    person: Person
    part: str
    side: Side
    case: Case | None
    seat_id: str = ""  # of the participant, once there is one


@dataclass(frozen=True)
class Planned:
    """A meeting as its gate sees it: one that is stored, or one that is being thought of."""

    pk: UUID
    approach: str
    starts_at: datetime
    terms_at: datetime
    booked_at: datetime | None
    workers: tuple[UUID, ...]
    places: tuple[Place, ...]
    cases: tuple[Case, ...]  # in the order of their ids

    @property
    def home(self) -> Case:
        """The case where whatever belongs to nobody in particular is done, and whose profile counts."""
        return self.cases[0]


def planned(meetings: Sequence[Meeting]) -> list[Planned]:
    """Two queries, whatever the number of meetings. A meeting without any case cannot be asked."""
    seats: dict[UUID, list[Participant]] = defaultdict(list)
    rows = Participant.objects.filter(meeting_id__in=[m.pk for m in meetings])
    order = {Part.VICTIM: 0, Part.OFFENDER: 1, Part.SUPPORTER: 2}
    for row in rows.select_related("person", "case__victim"):
        seats[row.meeting_id].append(row)
    return [
        Planned(
            pk=meeting.pk,
            approach=meeting.approach,
            starts_at=meeting.starts_at,
            terms_at=meeting.terms_at,
            booked_at=meeting.confirmed_at,
            workers=tuple(pk for pk in (meeting.lead_id, meeting.co_facilitator_id) if pk),
            places=tuple(
                Place(seat.person, seat.part, Side(seat.side), seat.case, str(seat.pk))
                for seat in sorted(seats[meeting.pk], key=lambda s: (order[Part(s.part)], s.side, str(s.pk)))
            ),
            cases=_in_order(seat.case for seat in seats[meeting.pk] if seat.case),
        )
        for meeting in meetings
    ]


def _in_order(cases: Iterable[Case]) -> tuple[Case, ...]:
    found = {case.pk: case for case in cases}
    return tuple(found[pk] for pk in sorted(found))


def booking_facts(meetings: Iterable[Planned], at: datetime) -> dict[UUID, BookingFacts]:
    """By the meeting's id. The number of queries grows neither with meetings nor with cases or people."""
    asked = list(meetings)
    gathered = _gather(asked, at)
    return {one.pk: gathered.of(one, at) for one in asked}


def policies(cases: Iterable[Case]) -> Callable[[Case, type[S]], S]:
    """Each case's own version of any section of the profile, for all cases in one query."""
    versions = {(case.area_id, case.profile_version) for case in cases}
    rows = ProfileVersion.objects.filter(
        area_id__in={area for area, _version in versions}, version__in={version for _area, version in versions}
    )
    differences = {(row.area_id, row.version): row.differences for row in rows}

    def of(case: Case, wanted: type[S]) -> S:
        return merged(differences.get((case.area_id, case.profile_version), {}), wanted)  # type: ignore[return-value]

    return of


def policy_for(case: Case, sections: Callable[[Case, type[S]], S]) -> Policy:
    return Policy(sections(case, Meetings), sections(case, Risk), sections(case, Engagement), sections(case, Staffing))  # type: ignore[arg-type]


@dataclass(frozen=True)
class _Gathered:
    sections: Callable[..., Section]
    paused: frozenset[UUID]
    consents: dict[tuple[UUID, UUID, str, str], Answer]  # case, person, item, target
    responsibles: dict[tuple[UUID, UUID], Responsible]  # case, person
    legal: dict[UUID, LegalFacts]
    take_part: dict[UUID, TakePartFacts]
    sessions: dict[tuple[UUID, UUID, str], list[Preparation]]  # case, person, approach; the oldest first
    names: dict[UUID, str]
    registered: dict[UUID, Facilitator]
    conflicts: dict[UUID, set[UUID]]
    risk: dict[tuple[UUID, str, date], RiskFacts]  # case, approach, day

    def of(self, one: Planned, at: datetime) -> BookingFacts:
        approach = self._approach(one)
        return BookingFacts(
            meeting_id="" if one.pk == NOWHERE else str(one.pk),
            approach=one.approach,
            approach_name=_(approach.name),
            scope=scope_of(approach.mode),
            needs=approach.parts,
            at=at,
            starts_at=one.starts_at,
            terms_at=one.terms_at,
            booked_at=one.booked_at,
            cases=tuple(self._case(one, case) for case in one.cases),
            seats=tuple(self._seat(one, place) for place in one.places),
            offenders=tuple(self._offender(found) for place in one.places if (found := self._responsible(place))),
            workers=tuple(self._worker(one, pk) for pk in one.workers),
        )

    def _approach(self, one: Planned) -> ApproachDef:
        return cast(Approaches, self.sections(one.home, Approaches)).approach(one.approach)

    def _responsible(self, place: Place) -> Responsible | None:
        if place.part != Part.OFFENDER or place.case is None:
            return None
        return self.responsibles.get((place.case.pk, place.person.pk))

    def _case(self, one: Planned, case: Case) -> CaseFacts:
        risk = self.risk[case.pk, one.approach, timezone.localdate(one.starts_at)]
        # Whoever comes with somebody is part of it too, and the risk of their coming is looked at.
        supporters = tuple(
            Joined(place.person.called, place.person.known_since, place.side)
            for place in one.places
            if place.part == Part.SUPPORTER and place.case == case
        )
        return CaseFacts(
            reference=case.reference,
            victim=case.victim.called,
            is_open=case.is_open,
            paused=case.pk in self.paused,
            sensitive=case.complexity == Complexity.SENSITIVE,
            risk=replace(risk, joined=(*risk.joined, *supporters)),
        )

    def _seat(self, one: Planned, place: Place) -> Seat:
        # Somebody from no case is asked and prepared in the meeting's first.
        case, person = place.case or one.home, place.person
        policy = cast(Engagement, self.sections(case, Engagement))
        sessions = self.sessions.get((case.pk, person.pk, one.approach), [])
        covered = {key for session in sessions for key in session.covered}
        return Seat(
            seat_id=place.seat_id,
            person_id=str(person.pk),
            called=person.called,
            reference=case.reference,
            part=place.part,
            side=place.side,
            chose=self.consents.get((case.pk, person.pk, Item.MODE, one.approach)),
            attends=self.consents.get((case.pk, person.pk, Item.ATTEND, str(one.pk))),
            to_cover=tuple(sorted(policy.required(AUDIENCE[Part(place.part)], one.approach) - covered)),
            ready=bool(sessions) and sessions[-1].ready,
        )

    def _offender(self, responsible: Responsible) -> OffenderFacts:
        return OffenderFacts(
            responsible_id=str(responsible.pk),
            called=responsible.person.called,
            reference=responsible.case.reference,
            legal=self.legal[responsible.pk],
            take_part=self.take_part[responsible.pk],
        )

    def _worker(self, one: Planned, user_id: UUID) -> Worker:
        found = self.registered.get(user_id)
        known = self.conflicts.get(user_id, set())
        return Worker(
            name=self.names[user_id],
            role=MemberRole.OWNER if user_id == one.workers[0] else MemberRole.CO_FACILITATOR,
            level=found.level if found else "",
            knows=tuple(place.person.called for place in one.places if place.person.pk in known),
            supervision_due_on=found.supervision_due_on if found else None,
            vetting_until=found.vetting_until if found else None,
        )


def _gather(asked: Sequence[Planned], at: datetime) -> _Gathered:
    cases = {case.pk: case for one in asked for case in one.cases}
    people = {place.person.pk for one in asked for place in one.places}
    offenders = {place.person.pk for one in asked for place in one.places if place.part == Part.OFFENDER}
    workers = {pk for one in asked for pk in one.workers}
    found = Responsible.objects.filter(case_id__in=cases, person_id__in=offenders).select_related("person", "case")
    responsibles = {(row.case_id, row.person_id): row for row in found}
    wanted = {(case.pk, one.approach, timezone.localdate(one.starts_at)) for one in asked for case in one.cases}
    return _Gathered(
        sections=policies(cases.values()),
        paused=_paused(cases),
        consents=_consents(cases, at),
        responsibles=responsibles,
        legal=_legal([row.pk for row in responsibles.values()]),
        take_part=_take_part(responsibles.values()),
        sessions=_sessions(cases, people),
        names=names_of(workers),
        registered={row.user_id: row for row in Facilitator.objects.filter(user_id__in=workers)},
        conflicts=conflicts(workers, people),
        risk=risk_facts_of(wanted),
    )


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
