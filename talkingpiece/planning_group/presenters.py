from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.areas.models import Area
from talkingpiece.core.blockers import Verdict
from talkingpiece.planning_group.checklist import STEPS
from talkingpiece.planning_group.evidence import Standing
from talkingpiece.ui.components import BlockerRow, Door, Gate, Tick


@dataclass(frozen=True)
class ItemRow:
    """`mark` is done, gate (comes before meetings) or ahead; `state` says the same in words."""

    key: str
    words: str
    why: str
    who: str
    found: str
    mark: str
    state: str
    live: bool
    before_meetings: bool
    url: str


@dataclass(frozen=True)
class StepRow:
    number: int
    name: str
    summary: str
    items: list[ItemRow]
    state: str


def item_row(one: Standing, area: Area) -> ItemRow:
    item = one.item
    return ItemRow(
        key=item.key,
        words=_(item.words),
        why=_(item.why) if item.why else "",
        who=_(item.who) if item.who else "",
        found=one.found.words,
        mark="done" if one.met else "gate" if item.before_meetings else "ahead",
        state=_("There")
        if one.met
        else _("Missing, and comes before meetings")
        if item.before_meetings
        else _("Missing"),
        live=one.live,
        before_meetings=item.before_meetings,
        url=f"{reverse('planning_group:item', args=[item.key])}?area={area.slug}",
    )


def step_rows(steps: Iterable[Standing], area: Area) -> list[StepRow]:
    found = list(steps)
    return [_step(number, name, [s for s in found if s.item.step == number], area) for number, name in STEPS.items()]


def _step(number: int, name: str, items: list[Standing], area: Area) -> StepRow:
    met = sum(one.met for one in items)
    missing_first = sum(not one.met and one.item.before_meetings for one in items)
    summary = _("%(met)d of %(total)d are there.") % {"met": met, "total": len(items)}
    if missing_first:
        more = ngettext(
            "%(number)d that is missing comes before meetings.",
            "%(number)d that are missing come before meetings.",
            missing_first,
        )
        summary += " " + more % {"number": missing_first}
    state = "done" if met == len(items) else "gate" if missing_first else "half"
    return StepRow(number, _(name), summary, [item_row(one, area) for one in items], state)


def opening_page(verdict: Verdict, area: Area) -> dict[str, object]:
    rows = [
        BlockerRow(
            message=blocker.message,
            why=blocker.remedy or blocker.why,
            doors=[
                Door(
                    blocker.door_label or _("Look"),
                    f"{reverse(blocker.door, args=blocker.door_args)}?area={area.slug}",
                    kind="secondary",
                )
            ]
            if blocker.door
            else [],
            who=blocker.who,
        )
        for blocker in verdict.blockers
    ]
    count = len(rows)
    heading = ngettext(
        "Not yet: one thing comes before meetings", "Not yet: %(number)d things come before meetings", count
    ) % {"number": count}
    return {
        "verdict": verdict,
        "heading": _("Open the area for meetings") if verdict.is_open else heading,
        "gate": Gate(heading=_("To do first"), blockers=rows, big=True),
        "met": [Tick(words) for words in verdict.met],
        "met_count": len(verdict.met),
        "condition_count": len(verdict.conditions),
    }
