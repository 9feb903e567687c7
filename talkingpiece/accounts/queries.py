from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import AccountChange, Invitation, Leave, RoleHolding, User
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.areas.models import Area

M = TypeVar("M", bound=models.Model)


def _in_force(at: datetime) -> Q:
    return Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))


def holdings(user: User, at: datetime) -> list[RoleHolding]:
    """The roles that the user holds now; asked once a request. While they practise those in that area alone, else none
    of an area of practice: that is all of the wall between the two, since rows and acts follow from roles."""
    cached: list[RoleHolding] | None = user.__dict__.get("_tp_holdings")
    if cached is None:
        where = Q(area=user.practising_in) if user.practising_in else Q(area__practice=False)
        held = RoleHolding.objects.filter(_in_force(at), where, user=user)
        found = held.select_related("area").order_by("area__name", "role")
        cached = list(found) if user.is_active else []
        user.__dict__["_tp_holdings"] = cached
    return cached


def practice_areas_of(user: User, at: datetime) -> list[Area]:
    """Those in which they may practise, by name."""
    held = RoleHolding.objects.filter(_in_force(at), user=user, area__practice=True).select_related("area")
    return list({one.area_id: one.area for one in held.order_by("area__name")}.values()) if user.is_active else []


def has_account(email: str) -> bool:
    """Whether this is the address of somebody who signs in here."""
    return User.objects.filter(email__iexact=email.strip()).exists()


def areas_of(user: User, at: datetime) -> list[UUID]:
    return list(dict.fromkeys(holding.area_id for holding in holdings(user, at)))


def roles_in(user: User, area_id: UUID, at: datetime) -> frozenset[Role]:
    found = frozenset(Role(holding.role) for holding in holdings(user, at) if holding.area_id == area_id)
    if found or not user.is_active:
        return found
    # Of a colleague in an area of practice: only whoever asks is said to be in it.
    held = RoleHolding.objects.filter(_in_force(at), user=user, area_id=area_id, area__practice=True)
    return frozenset(Role(role) for role in held.values_list("role", flat=True))


def people_with_role(area_id: UUID, role: Role, at: datetime) -> QuerySet[User]:
    held = RoleHolding.objects.filter(_in_force(at), area_id=area_id, role=role)
    return User.objects.filter(is_active=True, pk__in=held.values("user_id")).order_by("name")


def people_of_agency(agency_id: UUID, area_id: UUID, at: datetime) -> QuerySet[User]:
    held = RoleHolding.objects.filter(_in_force(at), area_id=area_id)
    return User.objects.filter(
        is_active=True, machine=False, agency_id=agency_id, pk__in=held.values("user_id")
    ).order_by("name")


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
    return list(only_at_the_door(found, "user", "stand_in").order_by("starts_on", "user__name"))


# No more of a worker than the public door may read (protection.doors): there too it is asked who is on duty.
_AT_THE_DOOR = ("name", "agency", "is_active", "joined_at", "left_at")


def only_at_the_door(rows: QuerySet[M], *users: str) -> QuerySet[M]:
    """With these users beside each row, without their addresses and passwords."""
    unseen = {field.name for field in User._meta.concrete_fields if not field.primary_key} - set(_AT_THE_DOOR)
    return rows.select_related(*users).defer(*(f"{user}__{name}" for user in users for name in sorted(unseen)))


def leave_at(user_id: UUID, area_id: UUID, at: datetime) -> Leave | None:
    """The leave that this user is on at that moment."""
    found = leaves_of([user_id], area_id, timezone.localdate(at))
    return next((leave for leave in found if is_away(leave, at)), None)


def colleagues(area_id: UUID, at: datetime) -> list[User]:
    """Everybody who works for the service itself in this area, by name."""
    inside = [role for role, rule in ROLES.items() if not rule.agency]
    held = RoleHolding.objects.filter(_in_force(at), area_id=area_id, role__in=inside)
    return list(User.objects.filter(is_active=True, pk__in=held.values("user_id")).order_by("name"))


def may_in_area(user: User, act: Act, area_id: UUID, at: datetime) -> bool:
    return any(act in ROLES[role].acts for role in roles_in(user, area_id, at))


def able_to(area_id: UUID, act: Act, at: datetime) -> list[User]:
    """Every person who may do this in the area."""
    roles = [role for role, rule in ROLES.items() if act in rule.acts and not rule.machine]
    held = RoleHolding.objects.filter(_in_force(at), area_id=area_id, role__in=roles)
    return list(User.objects.filter(is_active=True, pk__in=held.values("user_id")).order_by("name"))


def people_of_area(area_id: UUID, at: datetime) -> list[User]:
    """Everybody with a role in the area now, and everybody who was invited to it and has none yet. No machine: of
    those nobody proposes a role or a new way to sign in."""
    held = RoleHolding.objects.filter(_in_force(at), area_id=area_id).values("user_id")
    asked = Invitation.objects.filter(area_id=area_id).values("user_id")
    found = User.objects.filter(Q(pk__in=held) | Q(pk__in=asked), is_active=True, machine=False)
    return list(found.select_related("agency").order_by("name"))


def holdings_in(area_id: UUID, at: datetime) -> list[RoleHolding]:
    return list(RoleHolding.objects.filter(_in_force(at), area_id=area_id).order_by("role"))


def open_changes(area_id: UUID) -> list[AccountChange]:
    found = AccountChange.objects.filter(area_id=area_id, decided_at__isnull=True)
    return list(found.select_related("user", "proposed_by").order_by("proposed_at"))


def waiting_link(user_id: UUID, area_id: UUID, at: datetime) -> Invitation | None:
    found = Invitation.objects.filter(user_id=user_id, area_id=area_id, used_at__isnull=True, ends_at__gt=at)
    return found.order_by("-made_at").first()


def holdings_of(user: User) -> list[RoleHolding]:
    """Every role that has not ended, in whatever area, also one that begins later."""
    return list(RoleHolding.objects.filter(user=user, ends_at__isnull=True))


def is_open(user_id: UUID, area_id: UUID, role: Role | None) -> bool:
    """Whether this is proposed, and not decided yet. `role` is None for a new way to sign in."""
    found = AccountChange.objects.filter(user_id=user_id, area_id=area_id, decided_at__isnull=True)
    return found.filter(kind="role", role=role).exists() if role else found.filter(kind="reset").exists()


def waits_to_begin(user: User) -> bool:
    """Somebody was invited, or is to be let in again, and has not used a link yet."""
    return not user.has_usable_password() and Invitation.objects.filter(user=user).exists()
