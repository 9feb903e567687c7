"""What blocks us: the next gate on the way as a list of things to do, with doors only for whoever may open them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.casefile.next_gates import NextGate
from talkingpiece.cases import doors
from talkingpiece.cases.access import Opened
from talkingpiece.cases.doors import leads_in, url
from talkingpiece.cases.models import Case
from talkingpiece.core.blockers import Blocker
from talkingpiece.meetings.conditions import Missing
from talkingpiece.meetings.presenters.gate import told
from talkingpiece.ui.components import BlockerRow, Door, Gate


@dataclass(frozen=True)
class Panel:
    """Either a gate with its blockers, or a heading with the door that is open."""

    heading: str
    gate: Gate | None = None
    door: Door | None = None
    note: str = ""


def blocking_panel(opened: Opened, found: NextGate) -> Panel:
    if found.verdict.is_open:
        door = _act_door(opened, found)
        note = "" if door else _("Nothing blocks us. Somebody who works on the case takes the next step.")
        return Panel(found.opened, door=door, note=note)
    # A meeting may bring people of other cases: of those, this page says no more than that something is missing.
    answer = told(found.verdict, opened.relation.sides, frozenset({opened.case.reference}))
    gate = Gate(found.closed, rows(opened, answer.blockers), intro=_intro(found, len(answer.met)))
    return Panel(found.closed, gate=gate)


def _intro(found: NextGate, met: int) -> str:
    gate = _("Gate %(name)s.") % {"name": found.name}
    if not met or not found.says_met:
        return gate
    rest = ngettext("The other condition is met.", "The other %(count)d conditions are met.", met) % {"count": met}
    return f"{gate} {rest}"


def _act_door(opened: Opened, found: NextGate) -> Door | None:
    if not found.door:
        return None
    address = url(found.door, opened.case.reference, *found.door_args)
    if not leads_in(address, opened.relation):
        return None
    return Door(found.door_label, address, kind="primary")


def rows(opened: Opened, blockers: Iterable[Blocker]) -> list[BlockerRow]:
    """One primary door to a list: the first that this reader can open."""
    shown: list[BlockerRow] = []
    offered = False
    for blocker in blockers:
        row = _row(opened, blocker, first=not offered)
        offered = offered or bool(row.doors)
        shown.append(row)
    return shown


def _row(opened: Opened, blocker: Blocker, *, first: bool) -> BlockerRow:
    address = door_of(opened.case, blocker)
    label = blocker.door_label or blocker.remedy
    doors = (
        [Door(label, address, kind="primary" if first else "secondary")] if leads_in(address, opened.relation) else []
    )
    why = blocker.why or (blocker.remedy if blocker.door_label or not blocker.door else "")
    return BlockerRow(message=blocker.message, why=why, doors=doors, who=blocker.who)


def door_of(case: Case, blocker: Blocker) -> str:
    """People of several cases may meet: then the blocker says in whose case the remedy is done."""
    there = blocker.reference if isinstance(blocker, Missing) and blocker.reference else case.reference
    return doors.door_of(there, blocker)
