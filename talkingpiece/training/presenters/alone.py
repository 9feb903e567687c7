from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.agreements.presenters import gate_page
from talkingpiece.core.blockers import Verdict
from talkingpiece.training.loading import Module, library
from talkingpiece.training.markdown import html
from talkingpiece.training.models import SelfStudy
from talkingpiece.training.queries import valid_until
from talkingpiece.training.schema import Option
from talkingpiece.ui.components import Tag
from talkingpiece.ui.dates import long_date


@dataclass(frozen=True)
class Result:
    day: str
    words: str
    tag: Tag
    until: str


@dataclass(frozen=True)
class Answer:
    option: Option
    chosen: bool


def where_to(row: SelfStudy) -> tuple[str, int]:
    """The address at which somebody goes on."""
    pages = len(library()[row.module.lower()].steps)
    if row.page <= pages:
        return "training:awareness_page", row.page
    return "training:awareness_question", len(row.answers) + 1


def start_page(module: Module, rows: Sequence[SelfStudy], verdict: Verdict, at: datetime) -> dict[str, Any]:
    begun = next((row for row in rows if row.finished_at is None), None)
    total = len(module.quiz.items) if module.quiz else 0
    return {
        "module": module,
        "begun": begun,
        "results": [_result(module, row, total) for row in rows if row.finished_at is not None],
        "pages": len(module.steps),
        "questions": total,
        **gate_page(verdict, module.head.title),
    }


def _result(module: Module, row: SelfStudy, total: int) -> Result:
    day = timezone.localdate(row.finished_at)
    words = _("%(right)d of %(total)d right") % {"right": row.right, "total": total}
    if not row.passed:
        return Result(long_date(day), words, Tag(_("Not passed yet"), "gate"), "")
    return Result(long_date(day), words, Tag(_("Passed"), "done"), long_date(valid_until(module, day)))


def reading_page(module: Module, number: int) -> dict[str, Any]:
    step, total = module.steps[number - 1], len(module.steps)
    return {
        "module": module,
        "step": step,
        "words": html(step.words),
        "caption": _("Page %(number)d of %(total)d") % {"number": number, "total": total},
        "before": number - 1,
        "is_last": number == total,
    }


def answered_page(module: Module, row: SelfStudy, number: int) -> dict[str, Any]:
    assert module.quiz
    items = module.quiz.items
    item, chosen = items[number - 1], row.answers[number - 1]
    return {
        "module": module,
        "item": item,
        "is_right": chosen == item.right,
        "answers": [Answer(option, place == chosen) for place, option in enumerate(item.options)],
        "caption": _("Question %(number)d of %(total)d") % {"number": number, "total": len(items)},
        "next": number + 1 if number < len(items) else 0,
    }
