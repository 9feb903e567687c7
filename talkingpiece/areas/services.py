from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from talkingpiece.areas.models import Agency, Area, Opening, ProfileVersion
from talkingpiece.areas.queries import current_version
from talkingpiece.protection.context import areas_in_sight, show_areas
from talkingpiece.protection.keys import make_area_key


@transaction.atomic
def open_area(*, slug: str, name: str, code: str, phone: str, phone_hours: str, at: datetime) -> Area:
    """A new area with its keys and version 1 of its profile: the model, without differences."""
    area = Area.objects.create(slug=slug, name=name, code=code, phone=phone, phone_hours=phone_hours)
    show_areas({*areas_in_sight(), area.pk})
    make_area_key(area.pk)
    adopt_profile(area=area, differences={}, at=at)
    return area


@transaction.atomic
def adopt_profile(*, area: Area, differences: dict[str, Any], at: datetime) -> ProfileVersion:
    """The next version of the area's profile. `differences` must have been validated by `config.profile`."""
    Area.objects.select_for_update().get(pk=area.pk)
    version = current_version(area.pk) + 1
    return ProfileVersion.objects.create(area=area, version=version, differences=differences, adopted_at=at)


def write_opening(*, area: Area, words: str, by_id: UUID | None, at: datetime) -> Opening:
    """The area is open for meetings. Called by the planning group's act, and by nobody else."""
    return Opening.objects.create(area=area, opened_at=at, opened_by=by_id, words=words)


def write_closing(*, opening: Opening, why: str, by_id: UUID, at: datetime) -> Opening:
    opening.closed_at, opening.closed_by, opening.closed_why = at, by_id, why
    opening.save(update_fields=["closed_at", "closed_by", "closed_why"])
    return opening


def take_case_number(*, area: Area) -> int:
    """The next number of a case in this area; the area's row is locked until the transaction ends."""
    locked = Area.objects.select_for_update().get(pk=area.pk)
    number = locked.next_case_number
    locked.next_case_number = number + 1
    locked.save(update_fields=["next_case_number"])
    return number


def add_agency(*, name: str, kind: str) -> Agency:
    return Agency.objects.create(name=name, kind=kind)
