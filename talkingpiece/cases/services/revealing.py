from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area
from talkingpiece.areas.queries import current_section
from talkingpiece.audit.services import record, record_refusal, record_reveal
from talkingpiece.cases.budget import budget_of
from talkingpiece.cases.models import MoreReveals
from talkingpiece.cases.profile import Reveals
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.protection.classes import Side
from talkingpiece.protection.keys import make_data_key


@transaction.atomic
def uncover(
    name: str,
    *,
    about: models.Model,
    side: Side,
    purpose: str,
    by: User,
    at: datetime,
    case_id: UUID | None = None,
    detail: dict[str, Any] | None = None,
) -> bool:
    """Enter a deliberate reveal in the trail, and say whether it may be shown: False once the day's budget is spent.

    Two windows of one person come one after the other, so that the last one of the day is uncovered once.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    area_id: UUID = about.area_id  # type: ignore[attr-defined]
    if not budget_of(by.pk, area_id, at).left:
        record_refusal("reveals.spent", by=by, area_id=area_id, side=side, about=about, case_id=case_id)
        return False
    record_reveal(name, by=by, about=about, side=side, purpose=purpose, case_id=case_id, detail=detail, counted=True)
    return True


@transaction.atomic
def allow_more_reveals(*, area: Area, user: User, why: str, by: User, at: datetime) -> MoreReveals:
    """For the rest of this day. Raises IllegalTransition for oneself: two people answer for it."""
    if user.pk == by.pk:
        raise IllegalTransition("own budget", "more")
    given = MoreReveals(
        area=area,
        key=make_data_key(area.pk),
        user=user,
        day=timezone.localdate(at),
        more=current_section(area.pk, Reveals).more,
        why=why,
        given_at=at,
        given_by=by,
    )
    given.save()
    detail = {"user": str(user.pk), "more": given.more}
    record("reveals.more_allowed", by=by, about=given, at=at, side=Side.SERVICE, detail=detail)
    return given
