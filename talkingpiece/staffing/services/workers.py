from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area
from talkingpiece.audit.services import record
from talkingpiece.protection.classes import Side
from talkingpiece.staffing.models import Clearance, Employment, Facilitator, Gender, Level


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
    employment: str = Employment.PAID,
    registration: str = "",
    competences: Iterable[str] = (),
    districts: Iterable[str] = (),
    gender: str = Gender.UNSAID,
    hours: str = "",
    why: str = "",
    cleared: Mapping[UUID, date | None] | None = None,
) -> Facilitator:
    """Enter what this user may take on in the area, or change it. `languages`: their names, with commas between.
    `capacity` in points. `cleared`: until when prisons let them in, by the prison's id; None takes a clearance away,
    and a prison that is not named stays as it is."""
    values: dict[str, Any] = {
        "level": level,
        "capacity": capacity,
        "supervision_due_on": supervision_due_on,
        "vetting_until": vetting_until,
        "languages": languages,
        "taking_cases": taking_cases,
        "employment": employment,
        "registration": registration,
        "competences": list(competences),
        "districts": list(districts),
        "gender": gender,
        "hours": hours,
        "why": why,
    }
    facilitator, _made = Facilitator.objects.update_or_create(area=area, user=user, defaults=values)
    for agency_id, until in (cleared or {}).items():
        if until is None:
            Clearance.objects.filter(facilitator=facilitator, agency_id=agency_id).delete()
        else:
            Clearance.objects.update_or_create(
                area=area, facilitator=facilitator, agency_id=agency_id, defaults={"until": until}
            )
    detail = {
        "level": level,
        "capacity": capacity,
        "taking_cases": taking_cases,
        "competences": sorted(values["competences"]),
    }
    record("facilitator.registered", by=by, about=facilitator, at=at, side=Side.SERVICE, detail=detail)
    return facilitator
