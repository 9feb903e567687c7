from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils import timezone

from talkingpiece.training.loading import Module, library
from talkingpiece.training.models import (
    Assessed,
    Attended,
    Course,
    Learner,
    ModuleAdapted,
    SelfStudy,
    TrainerOf,
)
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
    """Which modules each of these people has learned so that it counts on that day: in a course or alone."""
    wanted = list(user_ids)
    found: dict[UUID, set[str]] = {user_id: set() for user_id in wanted}
    for row in SelfStudy.objects.filter(user_id__in=wanted, passed=True):
        module = module_named(row.module.lower())
        day = timezone.localdate(row.finished_at)
        if module is not None and day <= on <= valid_until(module, day):
            found[row.user_id].add(row.module)
    for (user_id, name), one in _newest_assessed(wanted, on).items():
        if one.valid_until is not None and on <= one.valid_until:
            found[user_id].add(name)
    return {user_id: frozenset(names) for user_id, names in found.items()}


def _newest_assessed(user_ids: list[UUID], on: date) -> dict[tuple[UUID, str], Assessed]:
    """Of each person in each module, as it was at the end of that day. One that was not passed ends the one before."""
    rows = Assessed.objects.filter(learner__user_id__in=user_ids).select_related("learner").order_by("assessed_at")
    return {
        (row.learner.user_id, row.module): row
        for row in rows.defer("words")
        if timezone.localdate(row.assessed_at) <= on
    }


def trainers(area_id: UUID) -> list[TrainerOf]:
    found = TrainerOf.objects.filter(area_id=area_id, ended_at__isnull=True, user__is_active=True)
    return sorted(found.select_related("user"), key=lambda row: (row.user.name, int(row.module[1:])))


def trained_by(user_id: UUID, area_id: UUID) -> frozenset[str]:
    return frozenset(row.module for row in trainers(area_id) if row.user_id == user_id)


def courses_in(area_ids: Iterable[UUID]) -> list[Course]:
    """With their sessions and learners, the newest first."""
    found = Course.objects.filter(area_id__in=list(area_ids)).select_related("trainer", "area")
    return list(found.prefetch_related("modules", "sessions", "learners__user").order_by("-arranged_at"))


def was_there(learner: Learner) -> bool:
    return Attended.objects.filter(learner=learner).exists()


def assessed_in(course: Course) -> dict[tuple[UUID, str], Assessed]:
    """The newest assessment of each learner in each module."""
    rows = Assessed.objects.filter(learner__course=course).select_related("learner__user").order_by("assessed_at")
    return {(row.learner_id, row.module): row for row in rows}


def attendance_of(course: Course) -> set[tuple[UUID, UUID]]:
    return set(Attended.objects.filter(session__course=course).values_list("session_id", "learner_id"))
