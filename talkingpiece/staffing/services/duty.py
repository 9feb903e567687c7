from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area
from talkingpiece.audit.services import record
from talkingpiece.core import clock
from talkingpiece.protection.classes import Side
from talkingpiece.staffing.models import Duty
from talkingpiece.staffing.queries import may_be_on_duty
from talkingpiece.staffing.rota import Turn, with_turn, without_turn


class CannotBeOnDuty(ValueError):
    """This user may not decide on referrals of the area, or the turn lies in the past, or ends before it begins."""


@transaction.atomic
def put_on_duty(*, area: Area, user: User, by: User | None, at: datetime) -> Duty:
    """From `at` this user owns whatever arrives, until the next turn that is planned. Raises CannotBeOnDuty."""
    chain = _locked(area)
    present = [duty for duty in chain if duty.starts_at <= clock.now()]
    if present and at < present[-1].starts_at:
        raise CannotBeOnDuty("The duty would begin before the present one did.")
    return _put(area, chain, user=user, starts_at=at, ends_at=None, by=by, at=at)


@transaction.atomic
def plan_duty(*, area: Area, user: User, starts_at: datetime, ends_at: datetime | None, by: User, at: datetime) -> Duty:
    """This user owns whatever arrives in that time; whoever would have been on duty at its end comes then.

    Planned over other turns, it takes their place. Raises CannotBeOnDuty.
    """
    chain = _locked(area)
    if starts_at < at or (ends_at is not None and ends_at <= starts_at):
        raise CannotBeOnDuty("A turn begins now or later, and ends after it began.")
    return _put(area, chain, user=user, starts_at=starts_at, ends_at=ends_at, by=by, at=at)


@transaction.atomic
def change_duty(
    *, duty_id: UUID, user: User, starts_at: datetime, ends_at: datetime | None, by: User, at: datetime
) -> Duty:
    """What is planned now takes the place of this turn; one that has begun keeps what is past of it."""
    duty = Duty.objects.select_related("area").get(pk=duty_id)
    if duty.starts_at > at:
        take_duty_away(duty_id=duty_id, by=by, at=at)
    return plan_duty(area=duty.area, user=user, starts_at=starts_at, ends_at=ends_at, by=by, at=at)


@transaction.atomic
def take_duty_away(*, duty_id: UUID, by: User, at: datetime) -> None:
    """Whoever is on duty before stays on duty. Raises CannotBeOnDuty for a turn that has begun."""
    duty = Duty.objects.select_related("area").get(pk=duty_id)
    chain = _locked(duty.area)
    if duty.starts_at <= at:
        raise CannotBeOnDuty("A turn that has begun is not taken away: somebody else is put on duty.")
    detail = {"user": str(duty.user_id), "from": duty.starts_at.isoformat()}
    record("duty.taken_away", by=by, about=duty, at=at, side=Side.SERVICE, detail=detail)
    _write(duty.area, chain, without_turn(_turns(chain), duty.starts_at))


def _locked(area: Area) -> list[Duty]:
    Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    return list(Duty.objects.filter(area=area).order_by("starts_at"))


def _turns(chain: list[Duty]) -> list[Turn]:
    return [Turn(duty.user_id, duty.starts_at) for duty in chain]


def _put(
    area: Area,
    chain: list[Duty],
    *,
    user: User,
    starts_at: datetime,
    ends_at: datetime | None,
    by: User | None,
    at: datetime,
) -> Duty:
    if not may_be_on_duty(user, area.pk, at):
        raise CannotBeOnDuty(f"{user.pk} may not decide on referrals of this area.")
    before = _turns(chain)
    after = with_turn(before, user.pk, starts_at, ends_at)
    _write(area, chain, after)
    duty = Duty.objects.filter(area=area, starts_at__lte=starts_at).order_by("starts_at").last()
    assert duty is not None
    if after != before:
        detail = {"user": str(user.pk), "from": starts_at.isoformat(), "until": ends_at.isoformat() if ends_at else ""}
        record("duty.planned", by=by, about=duty, at=at, side=Side.SERVICE, detail=detail)
    return duty


def _write(area: Area, chain: list[Duty], turns: list[Turn]) -> None:
    wanted = {turn.starts_at: turn.user_id for turn in turns}
    known = {duty.starts_at: duty.user_id for duty in chain}
    for duty in chain:
        if wanted.get(duty.starts_at) != duty.user_id:
            duty.delete()
    for turn in turns:
        if known.get(turn.starts_at) != turn.user_id:
            Duty.objects.create(area=area, user_id=turn.user_id, starts_at=turn.starts_at)
