from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import RoleHolding, User
from talkingpiece.accounts.roles import ROLES
from talkingpiece.areas.queries import section
from talkingpiece.cases.models import Case, HandOver, Member, Responsible
from talkingpiece.cases.states import MemberRole
from talkingpiece.staffing.models import Conflict, Duty, Facilitator
from talkingpiece.staffing.profile import Staffing, reaches


class NoDutyOwner(LookupError):
    """The area has nobody on duty. Nothing may arrive there before somebody is: call `put_on_duty`."""


@dataclass(frozen=True)
class Available:
    """A facilitator of the area and how many open cases they work on."""

    facilitator: Facilitator
    open_cases: int


def _in_force(at: datetime) -> Q:
    return Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))


def duty_owner(area_id: UUID, at: datetime) -> User:
    """Who owns whatever arrives in the area at that moment. Raises NoDutyOwner."""
    duty = Duty.objects.filter(_in_force(at), area_id=area_id).select_related("user").first()
    if duty is None:
        raise NoDutyOwner(f"Nobody is on duty in area {area_id} at {at:%Y-%m-%d %H:%M}.")
    return duty.user


def facilitator_of(user_id: UUID, area_id: UUID) -> Facilitator | None:
    return Facilitator.objects.filter(user_id=user_id, area_id=area_id).select_related("user").first()


def conflicts(user_ids: Iterable[UUID], person_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """For each of these workers who knows one of these people, whom they know."""
    found = Conflict.objects.standing().filter(user_id__in=list(user_ids), person_id__in=list(person_ids))
    known: dict[UUID, set[UUID]] = {}
    for user_id, person_id in found.values_list("user_id", "person_id"):
        known.setdefault(user_id, set()).add(person_id)
    return known


def people_of(case: Case) -> set[UUID]:
    """The victim and everybody responsible: those whom a worker of the case must not know."""
    responsible = Responsible.objects.filter(case=case).values_list("person_id", flat=True)
    return {case.victim_id, *responsible}


def conflicts_in(case: Case) -> list[Conflict]:
    """Every conflict that was ever declared with somebody of the case, errors too."""
    found = Conflict.objects.filter(person_id__in=people_of(case)).select_related("user", "recorded_by")
    return list(found.order_by("-happened_at"))


def _able(area_id: UUID, at: datetime) -> QuerySet[RoleHolding]:
    working = [role for role, rule in ROLES.items() if Act.CASE_WORK in rule.acts]
    return RoleHolding.objects.filter(_in_force(at), area_id=area_id, role__in=working)


def facilitators(area_id: UUID, at: datetime) -> list[Available]:
    """Registered facilitators who may work on cases of the area now, with their load. One query, however many."""
    load = (
        Member.objects.filter(user_id=OuterRef("user_id"), area_id=area_id, ends_at=None, case__ended_at=None)
        .exclude(role=MemberRole.SUPERVISOR)
        .order_by()
        .values("user_id")
        .annotate(open_cases=Count("case_id", distinct=True))
        .values("open_cases")
    )
    found = (
        Facilitator.objects.filter(
            area_id=area_id, user__is_active=True, user_id__in=_able(area_id, at).values("user_id")
        )
        .select_related("user")
        .annotate(open_cases=Coalesce(Subquery(load, output_field=IntegerField()), 0))
        .order_by("user__name")
    )
    return [Available(facilitator, facilitator.open_cases) for facilitator in found]


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


def open_offer_of(case_id: UUID, role: str) -> HandOver | None:
    found = HandOver.objects.filter(case_id=case_id, role=role, answered_at=None, error_at=None)
    return found.select_related("from_user", "to_user").first()
