"""Which modules and adaptations somebody may open: the pack is everybody's of the service, what is added the area's."""

from __future__ import annotations

from uuid import UUID

from talkingpiece.accounts.access import areas_with
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import holdings
from talkingpiece.areas.models import Area
from talkingpiece.core import clock
from talkingpiece.core.access import Refused
from talkingpiece.training.loading import Module
from talkingpiece.training.models import ModuleAdapted
from talkingpiece.training.queries import adaptations, module_named
from talkingpiece.training.states import Part


def get_module(slug: str) -> Module:
    module = module_named(slug)
    if module is None:
        raise Refused("scope")
    return module


def get_part(slug: str, part: str) -> tuple[Module, Part]:
    module = get_module(slug)
    if part not in Part.values:
        raise Refused("scope")
    return module, Part(part)


def own_area(user: User) -> Area:
    """In which somebody learns, whatever their role."""
    held = holdings(user, clock.now())
    if not held:
        raise Refused("role")
    return held[0].area


def adaptations_for(user: User, module: Module | None = None) -> list[ModuleAdapted]:
    return adaptations([area.pk for area in areas_with(user, Act.TRAINING_SEE)], module)


def get_adaptation(user: User, adapted_id: UUID) -> ModuleAdapted:
    found = ModuleAdapted.objects.filter(
        pk=adapted_id, area__in=areas_with(user, Act.TRAINING_ADAPT), ended_at__isnull=True
    )
    row = found.select_related("area", "made_by").first()
    if row is None:
        raise Refused("scope")
    return row
