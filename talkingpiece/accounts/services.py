from __future__ import annotations

from datetime import datetime

from django.db import transaction

from talkingpiece.accounts.models import KeptForm, RoleHolding, Submission, User
from talkingpiece.accounts.roles import Role
from talkingpiece.areas.models import Agency, Area
from talkingpiece.audit.services import record
from talkingpiece.protection.classes import Side


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
) -> User:
    user = User(email=email, name=name, job=job, phone=phone, agency=agency, joined_at=at)
    if password:
        user.set_password(password)
    else:
        user.set_unusable_password()
    user.save()
    return user


@transaction.atomic
def give_role(*, user: User, area: Area, role: Role, by: User | None, at: datetime) -> RoleHolding:
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


def forget_old_forms(*, before: datetime) -> None:
    KeptForm.objects.filter(kept_at__lt=before).delete()
    Submission.objects.filter(made_at__lt=before).delete()
