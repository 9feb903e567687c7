from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area
from talkingpiece.audit.services import record
from talkingpiece.core.blockers import require_open
from talkingpiece.protection.classes import Side
from talkingpiece.training.gates import blockers_to_teach, facts_for_teach
from talkingpiece.training.loading import Module, library
from talkingpiece.training.models import ModuleAdapted, SelfStudy
from talkingpiece.training.states import How, Part


@transaction.atomic
def adapt_module(*, area: Area, module: str, part: str, how: str, words: str, by: User, at: datetime) -> ModuleAdapted:
    """Adds to a part in this area, or leaves it out. Raises ValueError for a part that is left out already."""
    base = library()[module]
    left_out = ModuleAdapted.objects.filter(
        area=area, module=base.head.id, part=part, how=How.OMITTED, ended_at__isnull=True
    )
    if how == How.OMITTED and left_out.exists():
        raise ValueError("This part is left out already.")
    row = ModuleAdapted.objects.create(
        area=area,
        module=base.head.id,
        part=Part(part),
        how=How(how),
        words=words,
        version=base.head.version,
        digest=base.digests[Part(part)],
        made_at=at,
        made_by=by,
    )
    detail = {"module": row.module, "part": row.part, "how": row.how, "version": row.version}
    record("module.adapted", by=by, about=row, at=at, side=Side.SERVICE, detail=detail)
    return row


@transaction.atomic
def still_fits(*, adapted_id: UUID, by: User, at: datetime) -> ModuleAdapted:
    """Somebody compared it with the text of today."""
    row = ModuleAdapted.objects.select_for_update().get(pk=adapted_id, ended_at__isnull=True)
    base = library()[row.module.lower()]
    row.version, row.digest = base.head.version, base.digests[Part(row.part)]
    row.save(update_fields=["version", "digest"])
    record("module.adaptation_checked", by=by, about=row, at=at, side=Side.SERVICE, detail={"version": row.version})
    return row


@transaction.atomic
def take_back_adaptation(*, adapted_id: UUID, by: User, at: datetime) -> ModuleAdapted:
    """From now on the part is as the pack has it. Twice is once."""
    row = ModuleAdapted.objects.select_for_update().get(pk=adapted_id)
    if row.ended_at is None:
        row.ended_at, row.ended_by = at, by
        row.save(update_fields=["ended_at", "ended_by"])
        record("module.adaptation_taken_back", by=by, about=row, at=at, side=Side.SERVICE)
    return row


@transaction.atomic
def begin_study(*, area: Area, module: str, by: User, at: datetime) -> SelfStudy:
    """The one that is not finished, or a new one. Raises Blocked for a draft, but in the practice service."""
    base = library()[module]
    require_open(blockers_to_teach(facts_for_teach([base])))
    row, is_new = SelfStudy.objects.get_or_create(
        area=area,
        user=by,
        module=base.head.id,
        finished_at=None,
        defaults={"version": base.head.version, "began_at": at},
    )
    if is_new:
        record("study.begun", by=by, about=row, at=at, side=Side.SERVICE, detail=_of(row))
    return row


@transaction.atomic
def read_page(*, study_id: UUID, page: int) -> SelfStudy:
    """They read this page: they go on after it another day."""
    row = SelfStudy.objects.select_for_update().get(pk=study_id)
    if row.finished_at is None and row.page == page:
        row.page = page + 1
        row.save(update_fields=["page"])
    return row


@transaction.atomic
def answer_question(*, study_id: UUID, number: int, option: int, by: User, at: datetime) -> SelfStudy:
    """One answer to each question, in order; another to the same changes nothing. The last one finishes it."""
    row = SelfStudy.objects.select_for_update().get(pk=study_id, user=by)
    module = library()[row.module.lower()]
    quiz = module.quiz
    if quiz is None or row.finished_at is not None or number != len(row.answers) + 1:
        return row
    if not 0 <= option < len(quiz.items[number - 1].options):
        raise ValueError("There is no such answer.")
    row.answers = [*row.answers, option]
    if len(row.answers) == len(quiz.items):
        _finish(row, module, by, at)
    row.save()
    return row


def _finish(row: SelfStudy, module: Module, by: User, at: datetime) -> None:
    assert module.quiz
    row.right = sum(item.right == answer for item, answer in zip(module.quiz.items, row.answers, strict=True))
    row.passed, row.finished_at = row.right >= module.quiz.to_pass, at
    detail = {**_of(row), "right": row.right, "passed": row.passed}
    record("study.finished", by=by, about=row, at=at, side=Side.SERVICE, detail=detail)


def _of(row: SelfStudy) -> dict[str, str]:
    return {"module": row.module, "version": row.version}
