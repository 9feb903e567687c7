from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import Leave, RoleHolding, User
from talkingpiece.accounts.queries import leave_at, only_at_the_door, roles_in
from talkingpiece.accounts.roles import ROLES
from talkingpiece.areas.models import Agency, AgencyKind
from talkingpiece.areas.queries import current_section, section
from talkingpiece.cases.models import Case, HandOver, Member
from talkingpiece.cases.queries import everybody_in
from talkingpiece.cases.states import MemberRole
from talkingpiece.people.models import Conflict
from talkingpiece.people.queries import same_people
from talkingpiece.staffing.models import Duty, Facilitator, StaffingNeed
from talkingpiece.staffing.profile import Staffing, reaches


class NoDutyOwner(LookupError):
    """The area has nobody on duty. Nothing may arrive there before somebody is: call `put_on_duty`."""


@dataclass(frozen=True)
class Available:
    """A facilitator of the area, on how many open cases they work, and how many points of their capacity these take.
    `cleared`: until when each prison lets them in."""

    facilitator: Facilitator
    open_cases: int
    carried: int = 0
    cleared: Mapping[UUID, date] = field(default_factory=dict)


@dataclass(frozen=True)
class Wishes:
    """What the people of a case need of whoever works with them, as it was last written down."""

    district: str = ""
    gender: str = ""
    gender_must: bool = False
    not_with: tuple[UUID, ...] = ()
    words: str = ""
    two: bool | None = None

    def as_said(self) -> dict[str, Any]:
        return {
            "district": self.district,
            "gender": self.gender,
            "gender_must": self.gender_must,
            "not_with": [str(one) for one in self.not_with],
            "words": self.words,
        }


def wishes_of(case_ids: Iterable[UUID]) -> dict[UUID, Wishes]:
    """Of each case of which something was written down. One query."""
    found = StaffingNeed.objects.standing().filter(case_id__in=list(case_ids)).order_by("happened_at", "recorded_at")
    return {
        row.case_id: Wishes(
            district=row.said.get("district", ""),
            gender=row.said.get("gender", ""),
            gender_must=row.said.get("gender_must", False),
            not_with=tuple(UUID(one) for one in row.said.get("not_with", ())),
            words=row.said.get("words", ""),
            two=row.two,
        )
        for row in found
    }


def _in_force(at: datetime) -> Q:
    return Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))


def may_be_on_duty(user: User, area_id: UUID, at: datetime) -> bool:
    return any(Act.REFERRAL_DECIDE in ROLES[role].acts for role in roles_in(user, area_id, at))


def on_duty(area_id: UUID, at: datetime) -> Duty | None:
    """The turn that runs at that moment, whether its owner is there or away."""
    turns = Duty.objects.filter(area_id=area_id, starts_at__lte=at)
    return only_at_the_door(turns, "user").order_by("starts_at").last()


def duty_owner(area_id: UUID, at: datetime) -> User:
    """Who owns whatever arrives in the area at that moment. Raises NoDutyOwner.

    While they are away it is whoever stands in for them, if that one may decide on referrals and is there.
    """
    duty = on_duty(area_id, at)
    if duty is None:
        raise NoDutyOwner(f"Nobody is on duty in area {area_id} at {at:%Y-%m-%d %H:%M}.")
    leave = leave_at(duty.user_id, area_id, at)
    if leave is None or not may_be_on_duty(leave.stand_in, area_id, at):
        return duty.user
    return duty.user if leave_at(leave.stand_in_id, area_id, at) else leave.stand_in


def rota(area_id: UUID, since: datetime) -> list[Duty]:
    """The turn that runs at that moment, and every later one, in order."""
    found = Duty.objects.filter(area_id=area_id).select_related("user").order_by("starts_at")
    turns = list(found)
    running = [duty for duty in turns if duty.starts_at <= since][-1:]
    return [*running, *(duty for duty in turns if duty.starts_at > since)]


def cases_worked_on(user_id: UUID, area_id: UUID) -> list[Case]:
    """Open cases of which they are owner or co-facilitator, the oldest first."""
    member = Member.objects.filter(user_id=user_id, area_id=area_id, ends_at__isnull=True)
    mine = member.exclude(role=MemberRole.SUPERVISOR).values("case_id")
    found = Case.objects.filter(pk__in=mine, ended_at__isnull=True).select_related("victim", "area", "incident")
    return list(found.order_by("opened_at"))


def conflicting_cases(user_id: UUID, cases: Iterable[Case]) -> list[str]:
    """References of those among these cases in which this worker knows somebody, as far as was declared."""
    asked = list(cases)
    people = everybody_in(case.pk for case in asked)
    known = conflicts([user_id], set().union(*people.values())).get(user_id, set())
    return [case.reference for case in asked if people[case.pk] & known]


def leaves_stood_in_by(user_id: UUID, area_id: UUID, since: date) -> list[Leave]:
    """Leaves of others, not over by that day, in which this user stands in."""
    found = Leave.objects.filter(stand_in_id=user_id, area_id=area_id, ended_at__isnull=True, ends_on__gt=since)
    return list(found.select_related("user", "stand_in").order_by("starts_on"))


def facilitator_of(user_id: UUID, area_id: UUID) -> Facilitator | None:
    return Facilitator.objects.filter(user_id=user_id, area_id=area_id).select_related("user").first()


def conflicts(user_ids: Iterable[UUID], person_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """For each of these workers who knows one of these people, whom they know; by whichever record of theirs."""
    records = same_people(person_ids)
    asked: dict[UUID, set[UUID]] = {}
    for person_id, group in records.items():
        for one in group:
            asked.setdefault(one, set()).add(person_id)
    found = Conflict.objects.standing().filter(user_id__in=list(user_ids), person_id__in=list(asked))
    known: dict[UUID, set[UUID]] = {}
    for user_id, person_id in found.values_list("user_id", "person_id"):
        known.setdefault(user_id, set()).update(asked[person_id])
    return known


def people_of(case: Case) -> set[UUID]:
    """Everybody with a part in the case: those whom a worker of it must not know."""
    return everybody_in([case.pk])[case.pk]


def conflicts_in(case: Case) -> list[Conflict]:
    """Every conflict that was ever declared with somebody of the case, errors too."""
    found = Conflict.objects.filter(person_id__in=people_of(case)).select_related("user", "recorded_by")
    return list(found.order_by("-happened_at"))


def _able(area_id: UUID, at: datetime) -> QuerySet[RoleHolding]:
    working = [role for role, rule in ROLES.items() if Act.CASE_WORK in rule.acts]
    return RoleHolding.objects.filter(_in_force(at), area_id=area_id, role__in=working)


def facilitators(area_id: UUID, at: datetime) -> list[Available]:
    """Registered facilitators who may work on cases of the area now, with their load and their clearances. As many
    queries for three as for thirty."""
    found = Facilitator.objects.filter(
        area_id=area_id, user__is_active=True, user_id__in=_able(area_id, at).values("user_id")
    )
    rows = list(found.select_related("user").prefetch_related("clearances").order_by("user__name"))
    policy = current_section(area_id, Staffing)
    working = Member.objects.filter(area_id=area_id, ends_at=None, case__ended_at=None).exclude(
        role=MemberRole.SUPERVISOR
    )
    parts: dict[UUID, dict[UUID, int]] = defaultdict(dict)  # of each the dearest part in each case
    for user_id, case_id, role, complexity in working.values_list("user_id", "case_id", "role", "case__complexity"):
        points = policy.points_of(complexity, role)
        parts[user_id][case_id] = max(points, parts[user_id].get(case_id, 0))
    return [
        Available(
            facilitator=row,
            open_cases=len(parts[row.user_id]),
            carried=sum(parts[row.user_id].values()),
            cleared={one.agency_id: one.until for one in row.clearances.all()},
        )
        for row in rows
    ]


def prisons_that_clear(policy: Staffing) -> list[Agency]:
    """Those that let in only whom they cleared themselves."""
    return list(Agency.objects.filter(name__in=policy.prisons_that_clear, kind=AgencyKind.PRISON).order_by("name"))


def staffing_of(case: Case) -> Staffing:
    return section(case.area_id, case.profile_version, Staffing)


def is_qualified(user_id: UUID, case: Case, at: datetime) -> bool:
    """Whether their level is enough for their part in this case; who has no part yet is measured as its leader.

    A lapsed supervision or vetting is not asked here: on a running case it warns, and never cancels a promise.
    """
    facilitator = facilitator_of(user_id, case.area_id)
    if facilitator is None:
        return False
    parts = set(Member.objects.filter(_in_force(at), case=case, user_id=user_id).values_list("role", flat=True))
    joins = MemberRole.CO_FACILITATOR in parts and MemberRole.OWNER not in parts
    role = MemberRole.CO_FACILITATOR if joins else MemberRole.OWNER
    return reaches(facilitator.level, staffing_of(case).needed(case.complexity, role))


def offers_to(user_id: UUID) -> list[HandOver]:
    """Cases that are offered to this worker and not answered yet, as leader or as co-facilitator; oldest first."""
    found = HandOver.objects.filter(to_user_id=user_id, answered_at=None, error_at=None)
    return list(found.select_related("case", "case__incident", "from_user").order_by("happened_at"))


def open_offers_to(user_id: UUID, case_id: UUID) -> list[HandOver]:
    return list(HandOver.objects.filter(to_user_id=user_id, case_id=case_id, answered_at=None, error_at=None))


def open_offers_in(case_ids: Iterable[UUID], role: str) -> set[UUID]:
    """Of these cases those that are offered to somebody in this part, and not answered yet. One query."""
    found = HandOver.objects.filter(case_id__in=list(case_ids), role=role, answered_at=None, error_at=None)
    return set(found.values_list("case_id", flat=True))


def open_offer_of(case_id: UUID, role: str) -> HandOver | None:
    found = HandOver.objects.filter(case_id=case_id, role=role, answered_at=None, error_at=None)
    return found.select_related("from_user", "to_user").first()


def turn_after(duty: Duty) -> Duty | None:
    """The turn that follows; None if it lasts until further notice."""
    found = Duty.objects.filter(area_id=duty.area_id, starts_at__gt=duty.starts_at).select_related("user")
    return found.order_by("starts_at").first()
