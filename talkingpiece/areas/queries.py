from __future__ import annotations

from typing import TypeVar, cast
from uuid import UUID

from django.db.models import QuerySet

from talkingpiece.areas.models import Area, Opening, ProfileVersion
from talkingpiece.areas.profile import Section, merged

S = TypeVar("S", bound=Section)


def current_version(area_id: UUID) -> int:
    newest = ProfileVersion.objects.filter(area_id=area_id).order_by("-version").values_list("version", flat=True)
    return newest.first() or 0


def section(area_id: UUID, version: int, wanted: type[S]) -> S:
    """The area's section at that version; version 0 is the model itself, without differences."""
    differences = (
        ProfileVersion.objects.filter(area_id=area_id, version=version).values_list("differences", flat=True).first()
    )
    return cast(S, merged(differences or {}, wanted))


def current_section(area_id: UUID, wanted: type[S]) -> S:
    return section(area_id, current_version(area_id), wanted)


def opening_of(area_id: UUID) -> Opening | None:
    """The planning group's opening for meetings that stands now; None before it, and after it was closed again."""
    return Opening.objects.filter(area_id=area_id, closed_at__isnull=True).first()


def last_closing(area_id: UUID) -> Opening | None:
    """The newest opening that was closed again, and why."""
    return Opening.objects.filter(area_id=area_id, closed_at__isnull=False).order_by("-closed_at").first()


def public_area(slug: str) -> Area | None:
    """The area at whose front door we stand; with a single area, that one."""
    return area_named(slug) if slug else real_areas().order_by("name").first()


def real_areas() -> QuerySet[Area]:
    """Where people are real: what is done for whoever is outside is done for these alone."""
    return Area.objects.filter(practice=False)


def area_named(slug: str) -> Area | None:
    """By an address that somebody outside holds. Nothing from outside leads into an area of practice."""
    return real_areas().filter(slug=slug).first()
