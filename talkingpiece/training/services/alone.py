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
from talkingpiece.training.models import SelfStudy


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
    row = SelfStudy.objects.select_for_update(no_key=True).get(pk=study_id)
    if row.finished_at is None and row.page == page:
        row.page = page + 1
        row.save(update_fields=["page"])
    return row


@transaction.atomic
def answer_question(*, study_id: UUID, number: int, option: int, by: User, at: datetime) -> SelfStudy:
    """One answer to each question, in order; another to the same changes nothing. The last one finishes it."""
    row = SelfStudy.objects.select_for_update(no_key=True).get(pk=study_id, user=by)
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
