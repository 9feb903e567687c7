from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area
from talkingpiece.audit.services import record
from talkingpiece.protection.classes import Side
from talkingpiece.staffing.models import Facilitator, Level


@transaction.atomic
def register_facilitator(
    *,
    area: Area,
    user: User,
    level: Level,
    supervision_due_on: date,
    vetting_until: date,
    by: User | None,
    at: datetime,
    capacity: int = 8,
    languages: str = "",
    taking_cases: bool = True,
) -> Facilitator:
    """Enter what this user may take on in the area, or change it. `languages`: their names, with commas between."""
    facilitator, _made = Facilitator.objects.update_or_create(
        area=area,
        user=user,
        defaults={
            "level": level,
            "capacity": capacity,
            "supervision_due_on": supervision_due_on,
            "vetting_until": vetting_until,
            "languages": languages,
            "taking_cases": taking_cases,
        },
    )
    detail = {"level": level, "capacity": capacity, "taking_cases": taking_cases}
    record("facilitator.registered", by=by, about=facilitator, at=at, side=Side.SERVICE, detail=detail)
    return facilitator
