"""A gate of a meeting as a list of things to do. People of several cases may meet: each door leads into its own case,
and whoever does not work on a case reads one neutral line for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.urls import reverse

from talkingpiece.cases.access import Opened
from talkingpiece.cases.doors import leads_in
from talkingpiece.cases.models import Case
from talkingpiece.cases.presenters import blocker_row, gate_page, neutral_blocker
from talkingpiece.core.blockers import Blocker, Condition, Verdict, as_told
from talkingpiece.meetings.conditions import Asked, Missing
from talkingpiece.protection.classes import Side
from talkingpiece.ui.components import BlockerRow, Gate, Tick

THEIR_PACE = frozenset({"paused", "attend_gone", "mode_gone"})


ALL_SIDES = frozenset(Side)


def told(verdict: Verdict, sides: frozenset[Side], seen: frozenset[str]) -> Verdict:
    """What this reader may be told: of their sides, and of the cases that they work on."""
    return as_told(verdict, sides, neutral_blocker(), lambda one: _reference(one) in {"", *seen})


def _reference(one: Condition) -> str:
    if isinstance(one, Asked):
        return one.reference
    return one.blocker.reference if isinstance(one.blocker, Missing) else ""


def address(opened: Opened, name: str, *args: object) -> str:
    """Where something of this case is done; empty for a reader who may not open it."""
    url = reverse(name, args=[opened.case.reference, *args])
    return url if leads_in(url, opened.relation) else ""


def rows(blockers: Iterable[Blocker], opened: Opened, *, primary: bool = True) -> list[BlockerRow]:
    """The first thing that somebody can do is primary; never that somebody who took back a yes is asked again."""
    found, offered = [], not primary
    for blocker in blockers:
        first = not offered and blocker.code not in THEIR_PACE
        row = _row(blocker, opened, first=first)
        found.append(row)
        offered = offered or (first and bool(row.doors))
    return found


def _row(blocker: Blocker, opened: Opened, *, first: bool) -> BlockerRow:
    case = opened.case
    if isinstance(blocker, Missing) and blocker.reference != case.reference:
        case = Case(reference=blocker.reference)
    return blocker_row(case, blocker, first=first, reader=opened.relation)


def panel(
    verdict: Verdict, opened: Opened, seen: frozenset[str], *, heading: str, intro: str = "", beside: bool = False
) -> Gate:
    """`beside`: in a narrow column next to a form, whose button is the primary one."""
    shown = rows(told(verdict, opened.relation.sides, seen).blockers, opened, primary=not beside)
    return Gate(heading=heading, blockers=shown, intro=intro, narrow=beside)


def page(
    opened: Opened, verdict: Verdict, seen: frozenset[str], *, heading_closed: str, heading_open: str, **more: Any
) -> dict[str, Any]:
    """The context of cases/gate_page.html, with the doors of a meeting."""
    answer = told(verdict, opened.relation.sides, seen)
    context = gate_page(opened, answer, heading_closed=heading_closed, heading_open=heading_open, **more)
    context["gate"] = replace(context["gate"], blockers=rows(answer.blockers, opened))
    return context


def ticks(verdict: Verdict, opened: Opened, seen: frozenset[str]) -> list[Tick]:
    return [Tick(words) for words in told(verdict, opened.relation.sides, seen).met]
