from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from talkingpiece.accounts.models import RoleHolding, User
from talkingpiece.accounts.roles import Role


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
