from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.agreements.models import Agreement
from talkingpiece.areas.models import Agency, Area
from talkingpiece.audit.services import record
from talkingpiece.protection.classes import Side


@transaction.atomic
def enter_agreement(
    *,
    area: Area,
    agency: Agency,
    reference: str,
    title: str,
    purpose: str,
    we_may_send: Iterable[str],
    they_may_send: Iterable[str],
    starts_on: date,
    ends_on: date,
    signed_on: date | None,
    owner: User,
    by: User,
    at: datetime,
) -> Agreement:
    """Enter an agreement as it was signed on paper, in force from that day. `ends_on` is exclusive."""
    signed_at = timezone.make_aware(datetime.combine(signed_on, time.min)) if signed_on else None
    agreement = Agreement.objects.create(
        area=area,
        agency=agency,
        reference=reference,
        title=title,
        purpose=purpose,
        we_may_send=list(we_may_send),
        they_may_send=list(they_may_send),
        starts_on=starts_on,
        ends_on=ends_on,
        signed_at=signed_at,
        owner=owner,
    )
    record("agreement.entered", by=by, about=agreement, at=at, side=Side.SERVICE, detail={"reference": reference})
    return agreement


@transaction.atomic
def name_owner(*, agreement: Agreement, owner: User, by: User, at: datetime) -> Agreement:
    """Who looks after it from now: its review, and what it lets through."""
    agreement.owner = owner
    agreement.save(update_fields=["owner"])
    record("agreement.given", by=by, about=agreement, at=at, side=Side.SERVICE, detail={"to": str(owner.pk)})
    return agreement
