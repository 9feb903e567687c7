from __future__ import annotations

import time
from collections.abc import Generator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from talkingpiece.areas.models import Agency, Area, Opening, ProfileVersion
from talkingpiece.areas.profile import Section
from talkingpiece.areas.queries import current_version
from talkingpiece.audit.services import record
from talkingpiece.core import clock
from talkingpiece.protection import root_key, rotation
from talkingpiece.protection.classes import Side
from talkingpiece.protection.context import area_context, areas_in_sight, show_areas
from talkingpiece.protection.keys import make_area_keys, make_data_key
from talkingpiece.protection.models import TokenKey, WrappingKey


@transaction.atomic
def open_area(
    *, slug: str, name: str, code: str, phone: str, phone_hours: str, at: datetime, practice: bool = False
) -> Area:
    """A new area with its keys and version 1 of its profile: the model, without differences. Whether it is for practice
    is said here, and never again."""
    area = Area.objects.create(slug=slug, name=name, code=code, phone=phone, phone_hours=phone_hours, practice=practice)
    show_areas({*areas_in_sight(), area.pk})
    make_area_keys(area.pk)
    adopt_profile(area=area, differences={}, at=at)
    return area


@transaction.atomic
def adopt_profile(*, area: Area, differences: dict[str, Any], at: datetime) -> ProfileVersion:
    """The next version of the area's profile. `differences` must have been validated by `config.profile`."""
    Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    version = current_version(area.pk) + 1
    return ProfileVersion.objects.create(area=area, version=version, differences=differences, adopted_at=at)


@transaction.atomic
def adopt_section(*, area: Area, section: Section, at: datetime) -> ProfileVersion:
    """The next version of the profile, in which one section is as its room's own act has made it."""
    Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    newest = ProfileVersion.objects.get(area=area, version=current_version(area.pk))
    changed = {section.KEY: section.model_dump(mode="json", exclude_unset=True)}
    return adopt_profile(area=area, differences={**newest.differences, **changed}, at=at)


def write_opening(*, area: Area, words: str, by_id: UUID | None, at: datetime) -> Opening:
    """The area is open for meetings. Called by the planning group's act, and where an area for practice is made."""
    key = make_data_key(area.pk)
    return Opening.objects.create(area=area, key=key, opened_at=at, opened_by=by_id, words=words)


def write_closing(*, opening: Opening, why: str, by_id: UUID, at: datetime) -> Opening:
    opening.closed_at, opening.closed_by, opening.closed_why = at, by_id, why
    opening.save(update_fields=["closed_at", "closed_by", "closed_why"])
    return opening


def take_case_number(*, area: Area) -> int:
    """The next number of a case in this area; the area's row is locked until the transaction ends."""
    locked = Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    number = locked.next_case_number
    locked.next_case_number = number + 1
    locked.save(update_fields=["next_case_number"])
    return number


def add_agency(*, name: str, kind: str) -> Agency:
    return Agency.objects.create(name=name, kind=kind)


def practice_agency(*, name: str, kind: str) -> Agency:
    """One for every area of practice; made when it is first wanted."""
    return Agency.everywhere.get_or_create(name=name, practice=True, defaults={"kind": kind})[0]


class StillInUse(Exception):
    """An old key could not be taken away yet. Everything opens; the same act, done again, goes on from here."""


def rotate_keys(*, area: Area, batch: int = 200, patience: float = 10.0) -> Generator[int, None, None]:
    """A new wrapping key for the area, or the rest of a rotation that was stopped.

    Each batch of data keys is a transaction of its own, after which their number is yielded; others read and write
    meanwhile. No row that a data key seals is touched, and the key of search tokens stays. Raises StillInUse.
    """
    with transaction.atomic(), area_context([area.pk]):
        if key := rotation.begin_rotation(area.pk):
            _record_rotation("keys.rotation_begun", key)
    end = time.monotonic() + patience
    while True:
        with transaction.atomic(), area_context([area.pk]):
            done = rotation.rewrap_some(area.pk, limit=batch)
        if done:
            yield done
            continue
        with transaction.atomic(), area_context([area.pk]):
            if key := rotation.end_rotation(area.pk):
                _record_rotation("keys.rotated", key)
                return
        if time.monotonic() > end:
            raise StillInUse
        time.sleep(0.05)


def _record_rotation(name: str, key: WrappingKey) -> None:
    record(name, by=None, about=key, at=clock.now(), side=Side.SERVICE, detail={"version": key.version})


def rotate_root_key(*, patience: float = 10.0) -> Generator[int, None, None]:
    """A new root key in the file, or the rest of such a change that was stopped; after each area its keys are yielded.

    The old key stays in the file until nothing needs it. Raises StillInUse.
    """
    path = root_key.root_key_path()
    root_key.add_key(path)
    areas = list(Area.objects.order_by("name"))
    end = time.monotonic() + patience
    while True:
        for area in areas:
            with transaction.atomic(), area_context([area.pk]):
                resealed = rotation.reseal_area_keys(area.pk)
                if resealed:
                    about = TokenKey.objects.get(pk=area.pk)
                    record("keys.root_rotated", by=None, about=about, at=clock.now(), side=Side.SERVICE)
            if resealed:
                yield resealed
        with transaction.atomic():
            rotation.reseal_others()
        with transaction.atomic(), area_context(Area.objects.values_list("pk", flat=True)):
            if root_key.nobody_is_sealing() and not rotation.old_root_key_is_needed():
                root_key.drop_old_keys(path)
                return
        if time.monotonic() > end:
            raise StillInUse
        time.sleep(0.05)
