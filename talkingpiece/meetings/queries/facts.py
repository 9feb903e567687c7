"""What the gates of meetings ask, for any number of meetings in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.cases.changes import Clearance
from talkingpiece.cases.legal_queries import prison_visit_holds
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.cases.profile import ApproachDef, Approaches
from talkingpiece.cases.states import Complexity, MemberRole
from talkingpiece.consents.states import Item
from talkingpiece.engagement.profile import Audience, Engagement
from talkingpiece.engagement.queries.people import AUDIENCES
from talkingpiece.meetings.conditions import BookingFacts, CaseFacts, OffenderFacts, Seat, Worker, scope_of
from talkingpiece.meetings.models import Part, VenueKind
from talkingpiece.meetings.queries.gathered import Gathered, gather
from talkingpiece.meetings.queries.planned import NOWHERE, Place, Planned
from talkingpiece.people.models import Person
from talkingpiece.people.queries import is_child
from talkingpiece.risk.queries import Joined

# Whoever comes from no case is prepared as a supporter is.
AUDIENCE: dict[str, Audience] = {Part.VICTIM: "victim", Part.OFFENDER: "offender", **AUDIENCES}


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
            offenders=tuple(self._offender(one, found) for place in one.places if (found := self._responsible(place))),
            workers=tuple(self._worker(one, pk) for pk in one.workers),
            may=tuple(part for part in approach.allowed(one.purpose) if part not in approach.parts),
            chosen_by=approach.chosen_by,
            leaders=approach.leading.fewest,
            checks=approach.checks,
            area_open=one.home.area_id in self.read.opened,
            home_reference=one.home.reference,
        )

    def _approach(self, one: Planned) -> ApproachDef:
        return cast(Approaches, self.read.sections(one.home, Approaches)).approach(one.approach)

    def _responsible(self, place: Place) -> Responsible | None:
        if place.part != Part.OFFENDER or place.case is None:
            return None
        return self.read.responsibles.get((place.case.pk, place.person.pk))

    def _case(self, one: Planned, case: Case) -> CaseFacts:
        risk = self.read.risk[case.pk, one.approach, timezone.localdate(one.starts_at)]
        # Whoever comes with somebody is part of it too, and the risk of their coming is looked at. People of the
        # service are looked at in the case that it was planned from, since they got their place.
        own = (p for p in one.places if p.case == case and p.part not in {Part.VICTIM, Part.OFFENDER})
        others = (p for p in one.places if p.case is None and case == one.home)
        known = {(who.called, who.side) for who in risk.joined}
        joined = (
            *(Joined(place.person.called, place.person.known_since, place.side) for place in own),
            *(Joined(place.person.called, place.since or place.person.known_since, place.side) for place in others),
        )
        return CaseFacts(
            reference=case.reference,
            victim=case.victim.called,
            is_open=case.is_open,
            paused=case.pk in self.read.paused,
            sensitive=case.complexity == Complexity.SENSITIVE,
            risk=replace(risk, joined=(*risk.joined, *(j for j in joined if (j.called, j.side) not in known))),
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
            to_cover=tuple(sorted(policy.required(AUDIENCE.get(place.part, "supporter"), one.approach) - covered)),
            ready=bool(sessions) and sessions[-1].ready,
            of_case=place.case is not None,
            responsible_in=self._responsible_in(one, place),
            unguarded=self._unguarded(one, case, person),
        )

    def _unguarded(self, one: Planned, case: Case, person: Person) -> bool:
        known = (case.pk, person.pk)
        young = known in self.read.young or is_child(person.birth_date, timezone.localdate(one.starts_at))
        return young and known not in self.read.guarded

    def _responsible_in(self, one: Planned, place: Place) -> str:
        found = (self.read.responsibles.get((case.pk, place.person.pk)) for case in one.cases)
        return next((row.case.reference for row in found if row is not None), "")

    def _offender(self, one: Planned, responsible: Responsible) -> OffenderFacts:
        changes, permissions = self.read.changes[responsible.pk], self.read.permissions[responsible.pk]
        day = timezone.localdate(one.starts_at)
        in_prison = one.venue_kind == VenueKind.PRISON
        return OffenderFacts(
            responsible_id=str(responsible.pk),
            person_id=str(responsible.person_id),
            called=responsible.person.called,
            reference=responsible.case.reference,
            legal=self.read.legal[responsible.pk],
            take_part=self.read.take_part[responsible.pk],
            died=changes.died,
            moved=changes.reopened(Clearance.PLACE, *self._place_cleared(one)) if one.pk != NOWHERE else "",
            not_let_in=in_prison and not prison_visit_holds(permissions, changes, day),
        )

    def _place_cleared(self, one: Planned) -> tuple[datetime, datetime]:
        """When the place was last cleared; else when it was agreed on."""
        return max(self.read.places_cleared.get(one.pk, (one.terms_at, one.terms_at)), (one.terms_at, one.terms_at))

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
