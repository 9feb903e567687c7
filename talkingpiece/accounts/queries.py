from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from talkingpiece.accounts.models import Leave, RoleHolding, User
from talkingpiece.accounts.roles import ROLES, Role


def _in_force(at: datetime) -> Q:
    return Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))


def holdings(user: User, at: datetime) -> list[RoleHolding]:
    """The roles that the user holds now; asked once a request."""
    cached: list[RoleHolding] | None = user.__dict__.get("_tp_holdings")
    if cached is None:
        found = (
            RoleHolding.objects.filter(_in_force(at), user=user).select_related("area").order_by("area__name", "role")
        )
        cached = list(found) if user.is_active else []
        user.__dict__["_tp_holdings"] = cached
    return cached


def areas_of(user: User, at: datetime) -> list[UUID]:
    return list(dict.fromkeys(holding.area_id for holding in holdings(user, at)))


def roles_in(user: User, area_id: UUID, at: datetime) -> frozenset[Role]:
    return frozenset(Role(holding.role) for holding in holdings(user, at) if holding.area_id == area_id)


def people_with_role(area_id: UUID, role: Role, at: datetime) -> QuerySet[User]:
    held = RoleHolding.objects.filter(_in_force(at), area_id=area_id, role=role)
    return User.objects.filter(is_active=True, pk__in=held.values("user_id")).order_by("name")


def people_of_agency(agency_id: UUID, area_id: UUID, at: datetime) -> QuerySet[User]:
    held = RoleHolding.objects.filter(_in_force(at), area_id=area_id)
    return User.objects.filter(is_active=True, agency_id=agency_id, pk__in=held.values("user_id")).order_by("name")


def names_of(ids: set[UUID]) -> dict[UUID, str]:
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))


def is_away(leave: Leave, at: datetime) -> bool:
    """Whether this leave runs at that moment: from the morning of its first day to the first day back, or its end."""
    day = timezone.localdate(at)
    return leave.starts_on <= day < leave.ends_on and (leave.ended_at is None or at < leave.ended_at)


def standing_in_for(user: User, at: datetime) -> list[Leave]:
    """The leaves during which this user stands in now; asked once a request, and over the moment each ends."""
    cached: list[Leave] | None = user.__dict__.get("_tp_standing_in")
    if cached is None:
        found = Leave.objects.filter(stand_in=user, ended_at__isnull=True, ends_on__gt=timezone.localdate(at))
        cached = list(found.select_related("user").order_by("ends_on", "user__name")) if user.is_active else []
        user.__dict__["_tp_standing_in"] = cached
    return [leave for leave in cached if is_away(leave, at)]


def leaves_of(user_ids: Iterable[UUID], area_id: UUID, since: date) -> list[Leave]:
    """Leaves of these people that are not over by that day, the first to begin first."""
    found = Leave.objects.filter(user_id__in=list(user_ids), area_id=area_id, ended_at__isnull=True, ends_on__gt=since)
    return list(found.select_related("user", "stand_in").order_by("starts_on", "user__name"))


def leave_at(user_id: UUID, area_id: UUID, at: datetime) -> Leave | None:
    """The leave that this user is on at that moment."""
    found = leaves_of([user_id], area_id, timezone.localdate(at))
    return next((leave for leave in found if is_away(leave, at)), None)


def colleagues(area_id: UUID, at: datetime) -> list[User]:
    """Everybody who works for the service itself in this area, by name."""
    inside = [role for role, rule in ROLES.items() if not rule.agency]
    held = RoleHolding.objects.filter(_in_force(at), area_id=area_id, role__in=inside)
    return list(User.objects.filter(is_active=True, pk__in=held.values("user_id")).order_by("name"))
