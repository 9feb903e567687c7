from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils import timezone

from talkingpiece.training.loading import Module, library
from talkingpiece.training.models import ModuleAdapted, SelfStudy
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


def studies_of(user_id: UUID, area_id: UUID, module: Module) -> list[SelfStudy]:
    """Their own, the newest first."""
    return list(SelfStudy.objects.filter(user_id=user_id, area_id=area_id, module=module.head.id).order_by("-began_at"))


def valid_until(module: Module, learned_on: date) -> date:
    """The last day on which it counts."""
    month = learned_on.month - 1 + module.head.expiry_months
    year, month = learned_on.year + month // 12, month % 12 + 1
    return date(year, month, min(learned_on.day, calendar.monthrange(year, month)[1]))


def valid_modules(user_ids: Iterable[UUID], on: date) -> dict[UUID, frozenset[str]]:
    """Which modules each of these people has learned so that it counts on that day."""
    wanted = list(user_ids)
    found: dict[UUID, set[str]] = {user_id: set() for user_id in wanted}
    for row in SelfStudy.objects.filter(user_id__in=wanted, passed=True):
        module = module_named(row.module.lower())
        day = timezone.localdate(row.finished_at)
        if module is not None and day <= on <= valid_until(module, day):
            found[row.user_id].add(row.module)
    return {user_id: frozenset(modules) for user_id, modules in found.items()}
