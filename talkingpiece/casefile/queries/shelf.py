"""The rows of any number of cases: each kind is read once, for all of them together, and only when it is asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from django.db.models import Max, QuerySet
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area
from talkingpiece.areas.profile import Section
from talkingpiece.cases.changes import Changes, Clearance
from talkingpiece.cases.legal import LegalFacts
from talkingpiece.cases.legal_queries import changes_of_many, legal_facts_of_many, permissions_of_many
from talkingpiece.cases.models import (
    Ball,
    Case,
    Companion,
    Ending,
    HandOver,
    Member,
    Pause,
    Permission,
    Responsible,
    Sentence,
)
from talkingpiece.cases.queries import companions_of
from talkingpiece.cases.states import MemberRole
from talkingpiece.engagement.models import Approach, Contact, Need, StanceTaken, Visit
from talkingpiece.engagement.queries import last_approaches, stances
from talkingpiece.engagement.states import Direction, Outcome, VisitState
from talkingpiece.information_sharing.models import Consultation, InformationRequest
from talkingpiece.information_sharing.queries import is_of_another
from talkingpiece.meetings.models import AgreementItem, Meeting, Participant
from talkingpiece.meetings.queries import policies
from talkingpiece.offender_management.queries import released_to_manager
from talkingpiece.people.models import ContactPoint
from talkingpiece.people.queries import ways_of_many
from talkingpiece.protection.classes import Side
from talkingpiece.records.queries import brought_at
from talkingpiece.referrals.models import Referral
from talkingpiece.risk.models import Assessment, RedFlag
from talkingpiece.risk.queries import still_open
from talkingpiece.risk.states import OPEN_STATES
from talkingpiece.staffing.models import Facilitator

R = TypeVar("R")
S = TypeVar("S", bound=Section)


class Shelf:
    """Asked for one case or for a thousand, it makes the same number of queries."""

    def __init__(self, cases: Sequence[Case], at: datetime) -> None:
        self.cases, self.at = cases, at
        self.on = timezone.localdate(at)
        self.ids = [case.pk for case in cases]
        self._sections: Callable[[Case, type[Section]], Section] | None = None

    def section(self, case: Case, wanted: type[S]) -> S:
        if self._sections is None:
            self._sections = policies(self.cases)
        return self._sections(case, wanted)  # type: ignore[return-value]

    # Who works on it, and whose turn it is

    @cached_property
    def members(self) -> dict[UUID, list[Member]]:
        """The owner first, then whoever works with them."""
        order = {MemberRole.OWNER: 0, MemberRole.CO_FACILITATOR: 1, MemberRole.SUPERVISOR: 2}
        rows = Member.objects.filter(case_id__in=self.ids, ends_at__isnull=True).select_related("user")
        return _by_case(sorted(rows, key=lambda row: (order[MemberRole(row.role)], row.user.name)))

    def owner(self, case: Case) -> Member | None:
        return next((row for row in self.members[case.pk] if row.role == MemberRole.OWNER), None)

    def is_owned_by(self, case: Case, user: User) -> bool:
        owner = self.owner(case)
        return owner is not None and owner.user_id == user.pk

    @cached_property
    def facilitators(self) -> set[tuple[UUID, UUID]]:
        """(area, user) of everybody who is registered as a facilitator there."""
        areas = {case.area_id for case in self.cases}
        return set(Facilitator.objects.filter(area_id__in=areas).values_list("area_id", "user_id"))

    @cached_property
    def open_offers(self) -> dict[UUID, list[HandOver]]:
        """To lead and to join, not answered yet."""
        rows = HandOver.objects.filter(case_id__in=self.ids, answered_at__isnull=True, error_at__isnull=True)
        return _by_case(rows.select_related("to_user").order_by("happened_at"))

    @cached_property
    def offers(self) -> dict[UUID, HandOver]:
        rows = HandOver.objects.filter(
            case_id__in=self.ids, role=MemberRole.OWNER, answered_at__isnull=True, error_at__isnull=True
        )
        return {row.case_id: row for row in rows.select_related("to_user")}

    @cached_property
    def balls(self) -> dict[UUID, Ball]:
        rows = Ball.objects.filter(case_id__in=self.ids, closed_at__isnull=True)
        return {row.subject_id: row for row in rows.select_related("user", "agency")}

    @cached_property
    def pauses(self) -> dict[UUID, list[Pause]]:
        return _by_case(Pause.objects.filter(case_id__in=self.ids, error_at__isnull=True).order_by("happened_at"))

    def paused(self, case: Case) -> bool:
        return any(pause.ended_at is None for pause in self.pauses[case.pk])

    @cached_property
    def endings(self) -> dict[UUID, Ending]:
        """How each ended case ended, as far as it was not opened again."""
        rows = Ending.objects.filter(case_id__in=self.ids, reopened_at__isnull=True, error_at__isnull=True)
        return {row.case_id: row for row in rows}

    @cached_property
    def referrals(self) -> dict[UUID, Referral]:
        rows = Referral.objects.filter(case_id__in=self.ids)
        return {row.case_id: row for row in rows if row.case_id}

    def promised_call(self, case: Case) -> datetime | None:
        """When somebody who rang us was told that we would ring; None once we spoke, or tried on that day or later."""
        referral = self.referrals.get(case.pk)
        if referral is None or referral.ring_at is None or not case.is_open or self.paused(case):
            return None
        tried = self._last_tried.get(case.pk)
        kept = tried is not None and timezone.localdate(tried) >= timezone.localdate(referral.ring_at)
        return None if kept or case.pk in self.last_spoken else referral.ring_at

    @cached_property
    def brought(self) -> dict[UUID, datetime]:
        """When each was brought in from earlier records: what was promised there, before, was not promised by us."""
        return brought_at(self.ids)

    # Whom they are about

    @cached_property
    def responsibles(self) -> dict[UUID, list[Responsible]]:
        rows = Responsible.objects.filter(case_id__in=self.ids)
        return _by_case(rows.select_related("person", "offender_manager", "agency").order_by("known_since"))

    @cached_property
    def responsible_ids(self) -> list[UUID]:
        return [row.pk for rows in self.responsibles.values() for row in rows]

    @cached_property
    def sentences(self) -> dict[UUID, Sentence]:
        rows = Sentence.objects.filter(responsible_id__in=self.responsible_ids, error_at__isnull=True)
        return {row.responsible_id: row for row in rows.order_by("recorded_at")}

    @cached_property
    def changes(self) -> dict[UUID, Changes]:
        """By responsible person: what happened to them since."""
        return changes_of_many(self.responsible_ids)

    @cached_property
    def legal(self) -> dict[UUID, LegalFacts]:
        return legal_facts_of_many(self.responsible_ids, changes=self.changes)

    @cached_property
    def permissions(self) -> dict[UUID, list[Permission]]:
        """By responsible person, the newest first."""
        found: dict[UUID, list[Permission]] = defaultdict(list)
        for row in permissions_of_many(self.responsible_ids):
            found[row.responsible_id].append(row)
        return found

    @cached_property
    def companions(self) -> dict[UUID, list[Companion]]:
        return _by_case(companions_of(self.ids))

    @cached_property
    def ways(self) -> dict[UUID, list[ContactPoint]]:
        people = {case.victim_id for case in self.cases}
        people.update(row.person_id for rows in self.responsibles.values() for row in rows)
        people.update(row.person_id for rows in self.companions.values() for row in rows)
        return ways_of_many(people)

    # What happened

    @cached_property
    def requests(self) -> dict[UUID, list[InformationRequest]]:
        rows = InformationRequest.objects.filter(case_id__in=self.ids, error_at__isnull=True)
        return _by_case(rows.select_related("agency", "addressed_to").order_by("happened_at"))

    def is_of_another(self, request: InformationRequest) -> bool:
        """It waits for somebody who supervises the offender no longer."""
        waits = request.answered_at is None and request.closed_at is None
        return waits and is_of_another(request, self.changes[request.responsible_id])

    def still_said(self, responsible_id: UUID, at: datetime, recorded_at: datetime | None = None) -> bool:
        """Nobody else has taken over the supervision since that was said."""
        return not self.changes[responsible_id].reopened(Clearance.CONSULTATION, at, recorded_at)

    @cached_property
    def consultations(self) -> dict[UUID, list[Consultation]]:
        rows = Consultation.objects.filter(case_id__in=self.ids, error_at__isnull=True)
        return _by_case(rows.order_by("happened_at", "recorded_at"))

    @cached_property
    def approaches(self) -> dict[UUID, Approach]:
        return last_approaches(self.responsible_ids)

    @cached_property
    def stances(self) -> dict[UUID, StanceTaken]:
        return stances(self.responsible_ids)

    @cached_property
    def seats(self) -> dict[UUID, list[Participant]]:
        rows = Participant.objects.filter(case_id__in=self.ids, meeting__cancelled_at__isnull=True)
        return _by_case(rows.select_related("meeting", "person").order_by("meeting__starts_at"))

    def meetings(self, case: Case) -> list[Meeting]:
        """Those that were not cancelled, in the order of their dates."""
        return list({seat.meeting_id: seat.meeting for seat in self.seats[case.pk]}.values())

    @cached_property
    def items(self) -> dict[UUID, list[AgreementItem]]:
        """By meeting: what was agreed there."""
        meetings = {seat.meeting_id for seats in self.seats.values() for seat in seats}
        found: dict[UUID, list[AgreementItem]] = defaultdict(list)
        rows = AgreementItem.objects.filter(agreement__meeting_id__in=meetings, agreement__error_at__isnull=True)
        for row in rows.select_related("agreement"):
            found[row.agreement.meeting_id].append(row)
        return found

    @cached_property
    def reported(self) -> dict[UUID, datetime]:
        """When the first report to an offender manager left."""
        return released_to_manager(self.ids)

    @cached_property
    def open_assessments(self) -> dict[UUID, Assessment]:
        rows = Assessment.objects.filter(case_id__in=self.ids, state__in=OPEN_STATES)
        return {row.case_id: row for row in rows.order_by("started_at")}

    @cached_property
    def flags(self) -> dict[UUID, list[RedFlag]]:
        """Red flags that stop the work now: unanswered, or of which the answer is that they stay."""
        return _by_case(RedFlag.objects.filter(still_open(), case_id__in=self.ids).order_by("happened_at"))

    @cached_property
    def listened_to(self) -> set[UUID]:
        """Cases in which the victim was visited, or what they need was written down, or the work is beyond that."""
        visits = Visit.objects.filter(case_id__in=self.ids, side=Side.VICTIM, state=VisitState.HELD)
        needs = Need.objects.filter(case_id__in=self.ids, error_at__isnull=True)
        approached = Approach.objects.filter(case_id__in=self.ids, error_at__isnull=True)
        held = Participant.objects.filter(case_id__in=self.ids, meeting__held_at__isnull=False)
        return {pk for rows in (visits, needs, approached, held) for pk in rows.values_list("case_id", flat=True) if pk}

    @cached_property
    def _jurisdictions(self) -> dict[UUID, str]:
        areas = {case.area_id for case in self.cases}
        return dict(Area.objects.filter(pk__in=areas).values_list("pk", "jurisdiction"))

    def jurisdiction(self, case: Case) -> str:
        return self._jurisdictions[case.area_id]

    @cached_property
    def _last_tried(self) -> dict[UUID, datetime]:
        rows = Contact.objects.filter(case_id__in=self.ids, side=Side.VICTIM, error_at__isnull=True)
        return dict(rows.values_list("case_id").annotate(last=Max("happened_at")))

    @cached_property
    def last_spoken(self) -> dict[UUID, datetime]:
        """When the victim last heard from us: a talk, a visit, a message that they allow, or their own call."""
        heard = {Outcome.SPOKE, Outcome.LEFT_WORD, Outcome.SENT}
        rows = Contact.objects.filter(case_id__in=self.ids, side=Side.VICTIM, error_at__isnull=True)
        rows = rows.filter(outcome__in=heard) | rows.filter(direction=Direction.IN)
        visits = Visit.objects.filter(case_id__in=self.ids, side=Side.VICTIM, state=VisitState.HELD)
        found: dict[UUID, datetime] = dict(rows.values_list("case_id").annotate(last=Max("happened_at")))
        for case_id, held_at in visits.values_list("case_id").annotate(last=Max("held_at")):
            found[case_id] = max(held_at, found.get(case_id, held_at))
        return found


def _by_case(rows: Iterable[R] | QuerySet[R]) -> dict[UUID, list[R]]:  # type: ignore[type-var]
    found: dict[UUID, list[R]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)  # type: ignore[attr-defined]
    return found
