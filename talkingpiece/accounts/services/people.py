from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from talkingpiece.accounts.factors import drop_all
from talkingpiece.accounts.models import KeptForm, Leave, RoleHolding, Submission, User
from talkingpiece.accounts.roles import ROLES, Role, clash
from talkingpiece.areas.models import Agency, Area
from talkingpiece.audit.services import record
from talkingpiece.protection.classes import Side


class NotForMachines(Exception):
    """A person's role for a program, or a program's for a person."""


class RolesClash(Exception):
    """No account both decides who sees cases and sees them."""


@transaction.atomic
def add_user(
    *,
    email: str,
    name: str,
    at: datetime,
    job: str = "",
    phone: str = "",
    agency: Agency | None = None,
    password: str = "",
    machine: bool = False,
) -> User:
    user = User(email=email, name=name, job=job, phone=phone, agency=agency, machine=machine, joined_at=at)
    if password:
        user.set_password(password)
    else:
        user.set_unusable_password()
    user.save()
    return user


@transaction.atomic
def give_role(*, user: User, area: Area, role: Role, by: User | None, at: datetime) -> RoleHolding:
    """Raises RolesClash rather than let one account decide who sees cases, and see them; NotForMachines. Where nobody
    is real there is nobody to be seen: roles of practice clash among themselves alone."""
    if ROLES[role].machine != user.machine:
        raise NotForMachines
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    open_ones = RoleHolding.objects.filter(user=user, ends_at__isnull=True, area__practice=area.practice)
    held = open_ones.values_list("role", flat=True)
    if clash([role, *map(Role, held)]):
        raise RolesClash
    holding = RoleHolding.objects.create(user=user, area=area, role=role, starts_at=at)
    record(
        "role.given",
        by=by,
        about=holding,
        at=at,
        side=Side.SERVICE,
        detail={"user": str(user.pk), "role": role},
    )
    return holding


@transaction.atomic
def end_role(*, holding_id: UUID, by: User, at: datetime) -> RoleHolding:
    """It counts no more from their next request on. Ending what has ended changes nothing."""
    holding = RoleHolding.objects.select_for_update(no_key=True).get(pk=holding_id)
    if holding.ends_at is None:
        holding.ends_at = at
        holding.save(update_fields=["ends_at"])
        detail = {"user": str(holding.user_id), "role": holding.role}
        record("role.ended", by=by, about=holding, at=at, side=Side.SERVICE, detail=detail)
    return holding


@transaction.atomic
def write_leave(
    *, area_id: UUID, user: User, stand_in: User, starts_on: date, ends_on: date, by: User, at: datetime
) -> Leave:
    """Called by the act that asks whether the stand-in is able; that act lies where it can see the cases."""
    leave = Leave(area_id=area_id, user=user, stand_in=stand_in, starts_on=starts_on, ends_on=ends_on)
    leave.arranged_at, leave.arranged_by = at, by
    leave.save()
    detail = {"user": str(user.pk), "stand_in": str(stand_in.pk)}
    record("leave.arranged", by=by, about=leave, at=at, side=Side.SERVICE, detail=detail)
    return leave


@transaction.atomic
def end_leave(*, leave_id: UUID, by: User, at: datetime) -> Leave:
    """Back before the day that was named, or never gone. Ending what has ended changes nothing."""
    leave = Leave.objects.select_for_update(no_key=True).get(pk=leave_id)
    if leave.ended_at is None and timezone.localdate(at) < leave.ends_on:
        leave.ended_at = at
        leave.save(update_fields=["ended_at"])
        record("leave.ended", by=by, about=leave, at=at, side=Side.SERVICE, detail={"user": str(leave.user_id)})
    return leave


@transaction.atomic
def write_departure(*, user: User, by: User, at: datetime) -> User:
    """Nobody signs in with this account any more, and its roles end; the name stays in the record.

    Called by the act that asks whether everything was handed over. An open session dies with its next request.
    """
    leaving = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    leaving.is_active, leaving.left_at = False, at
    leaving.set_unusable_password()
    leaving.session_round += 1
    leaving.save(update_fields=["is_active", "left_at", "password", "session_round"])
    drop_all(leaving)
    for holding in RoleHolding.objects.filter(user=leaving, ends_at__isnull=True):
        holding.ends_at = at
        holding.save(update_fields=["ends_at"])
        detail = {"user": str(leaving.pk), "role": holding.role}
        record("account.closed", by=by, about=holding, at=at, side=Side.SERVICE, detail=detail)
    return leaving


def forget_old_forms(*, before: datetime) -> None:
    KeptForm.objects.filter(kept_at__lt=before).delete()
    Submission.objects.filter(made_at__lt=before).delete()
