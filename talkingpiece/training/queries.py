from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from talkingpiece.training.loading import Module, library
from talkingpiece.training.models import ModuleAdapted
from talkingpiece.training.states import How, Part


def modules() -> list[Module]:
    return list(library().values())


def module_named(slug: str) -> Module | None:
    return library().get(slug)


def adaptations(area_ids: Iterable[UUID], module: Module | None = None) -> list[ModuleAdapted]:
    """What stands now, of one module or of all, in the order in which it was written."""
    found = ModuleAdapted.objects.filter(area_id__in=list(area_ids), ended_at__isnull=True)
    if module is not None:
        found = found.filter(module=module.head.id)
    return list(found.select_related("area", "made_by").order_by("made_at"))


def base_changed(row: ModuleAdapted, module: Module) -> bool:
    """The text upon which this was written is not the text of today."""
    return module.digests.get(Part(row.part)) != row.digest


def is_left_out(area_id: UUID, module: Module, part: str) -> bool:
    return any(row.part == part and row.how == How.OMITTED for row in adaptations([area_id], module))
