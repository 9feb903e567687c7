"""What the gates of meetings ask, for any number of meetings in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.cases.models import Case, Responsible
from talkingpiece.cases.profile import ApproachDef, Approaches
from talkingpiece.cases.states import Complexity, MemberRole
from talkingpiece.consents.states import Item
from talkingpiece.engagement.profile import Audience, Engagement
from talkingpiece.meetings.conditions import BookingFacts, CaseFacts, OffenderFacts, Seat, Worker, scope_of
from talkingpiece.meetings.models import Part
from talkingpiece.meetings.queries.gathered import Gathered, gather
from talkingpiece.meetings.queries.planned import NOWHERE, Place, Planned
from talkingpiece.risk.queries import Joined

AUDIENCE: dict[Part, Audience] = {Part.VICTIM: "victim", Part.OFFENDER: "offender", Part.SUPPORTER: "supporter"}


def booking_facts(meetings: Iterable[Planned], at: datetime) -> dict[UUID, BookingFacts]:
    """By the meeting's id. The number of queries grows neither with meetings nor with cases or people."""
    asked = list(meetings)
    facts = _Facts(gather(asked, at), at)
    return {one.pk: facts.of(one) for one in asked}


@dataclass(frozen=True)
class _Facts:
    read: Gathered
    at: datetime

    def of(self, one: Planned) -> BookingFacts:
        approach = self._approach(one)
        return BookingFacts(
            meeting_id="" if one.pk == NOWHERE else str(one.pk),
            approach=one.approach,
            approach_name=_(approach.name),
            scope=scope_of(approach.mode),
            needs=approach.parts,
            at=self.at,
            starts_at=one.starts_at,
            terms_at=one.terms_at,
            booked_at=one.booked_at,
            cases=tuple(self._case(one, case) for case in one.cases),
            seats=tuple(self._seat(one, place) for place in one.places),
            offenders=tuple(self._offender(found) for place in one.places if (found := self._responsible(place))),
            workers=tuple(self._worker(one, pk) for pk in one.workers),
        )

    def _approach(self, one: Planned) -> ApproachDef:
        return cast(Approaches, self.read.sections(one.home, Approaches)).approach(one.approach)

    def _responsible(self, place: Place) -> Responsible | None:
        if place.part != Part.OFFENDER or place.case is None:
            return None
        return self.read.responsibles.get((place.case.pk, place.person.pk))

    def _case(self, one: Planned, case: Case) -> CaseFacts:
        risk = self.read.risk[case.pk, one.approach, timezone.localdate(one.starts_at)]
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
            paused=case.pk in self.read.paused,
            sensitive=case.complexity == Complexity.SENSITIVE,
            risk=replace(risk, joined=(*risk.joined, *supporters)),
        )

    def _seat(self, one: Planned, place: Place) -> Seat:
        # Somebody from no case is asked and prepared in the meeting's first.
        case, person = place.case or one.home, place.person
        policy = cast(Engagement, self.read.sections(case, Engagement))
        sessions = self.read.sessions.get((case.pk, person.pk, one.approach), [])
        covered = {key for session in sessions for key in session.covered}
        return Seat(
            seat_id=place.seat_id,
            person_id=str(person.pk),
            called=person.called,
            reference=case.reference,
            part=place.part,
            side=place.side,
            chose=self.read.consents.get((case.pk, person.pk, Item.MODE, one.approach)),
            attends=self.read.consents.get((case.pk, person.pk, Item.ATTEND, str(one.pk))),
            to_cover=tuple(sorted(policy.required(AUDIENCE[Part(place.part)], one.approach) - covered)),
            ready=bool(sessions) and sessions[-1].ready,
        )

    def _offender(self, responsible: Responsible) -> OffenderFacts:
        return OffenderFacts(
            responsible_id=str(responsible.pk),
            person_id=str(responsible.person_id),
            called=responsible.person.called,
            reference=responsible.case.reference,
            legal=self.read.legal[responsible.pk],
            take_part=self.read.take_part[responsible.pk],
        )

    def _worker(self, one: Planned, user_id: UUID) -> Worker:
        found = self.read.registered.get((one.home.area_id, user_id))
        known = self.read.conflicts.get(user_id, set())
        return Worker(
            name=self.read.names[user_id],
            role=MemberRole.OWNER if user_id == one.workers[0] else MemberRole.CO_FACILITATOR,
            level=found.level if found else "",
            knows=tuple(place.person.called for place in one.places if place.person.pk in known),
            supervision_due_on=found.supervision_due_on if found else None,
            vetting_until=found.vetting_until if found else None,
        )
