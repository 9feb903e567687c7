from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import may_somewhere
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.training.loading import Module
from talkingpiece.training.markdown import html
from talkingpiece.training.models import ModuleAdapted
from talkingpiece.training.papers import facts_of
from talkingpiece.training.queries import base_changed
from talkingpiece.training.states import How, Part
from talkingpiece.ui.components import SummaryRow, Tag


@dataclass(frozen=True)
class ModuleRow:
    module: Module
    tag: Tag
    adapted: int
    changed: bool  # a text upon which something was written is another now


@dataclass(frozen=True)
class Added:
    row: ModuleAdapted
    words: SafeString
    changed: bool


@dataclass(frozen=True)
class PartRow:
    part: Part
    left_out: bool
    added: int
    changed: bool


def tag_of(module: Module) -> Tag:
    return Tag(_("Draft"), "gate") if module.head.is_draft else Tag(_("Reviewed"), "done")


def pack_page(modules: Iterable[Module], adapted: Iterable[ModuleAdapted]) -> dict[str, Any]:
    rows, of = [], list(adapted)
    for module in modules:
        here = [row for row in of if row.module == module.head.id]
        rows.append(ModuleRow(module, tag_of(module), len(here), any(base_changed(row, module) for row in here)))
    return {"rows": rows, "drafts": any(row.module.head.is_draft for row in rows)}


def module_page(module: Module, adapted: list[ModuleAdapted], reader: User) -> dict[str, Any]:
    return {
        **_of(module, reader),
        "about": html(module.parts[Part.ABOUT]),
        "facts": [SummaryRow(label.rstrip(":"), value) for label, value in facts_of(module)],
        "parts": [_part_row(module, part, adapted) for part in Part if part is not Part.ABOUT],
        **_adapted(module, Part.ABOUT, adapted),
    }


def part_page(module: Module, part: Part, adapted: list[ModuleAdapted], reader: User) -> dict[str, Any]:
    order: list[Part] = [one for one in Part if one is not Part.ABOUT]
    at = order.index(part)
    return {
        **_of(module, reader),
        "part": part,
        "words": html(module.parts[part]),
        "before": order[at - 1] if at else None,
        "after": order[at + 1] if at + 1 < len(order) else None,
        **_adapted(module, part, adapted),
    }


def _of(module: Module, reader: User) -> dict[str, Any]:
    return {"module": module, "tag": tag_of(module), "adapts": may_somewhere(reader, Act.TRAINING_ADAPT)}


def _adapted(module: Module, part: Part, adapted: list[ModuleAdapted]) -> dict[str, Any]:
    here = [row for row in adapted if row.part == part]
    return {
        "left_out": [Added(row, html(row.words), base_changed(row, module)) for row in here if row.how == How.OMITTED],
        "added": [Added(row, html(row.words), base_changed(row, module)) for row in here if row.how == How.ADDED],
    }


def _part_row(module: Module, part: Part, adapted: list[ModuleAdapted]) -> PartRow:
    here = [row for row in adapted if row.part == part]
    gone = any(row.how == How.OMITTED for row in here)
    return PartRow(part, gone, sum(row.how == How.ADDED for row in here), any(base_changed(r, module) for r in here))
