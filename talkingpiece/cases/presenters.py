"""How a case reads at the head of each of its pages, and how a gate's answer becomes a list of things to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.accounts.decide import Relation
from talkingpiece.cases.access import Opened
from talkingpiece.cases.doors import door_of, leads_in
from talkingpiece.cases.models import Case
from talkingpiece.core.blockers import Blocker, Text, Verdict, as_told
from talkingpiece.protection.classes import Side
from talkingpiece.ui.components import BlockerRow, Door, Gate, Tick


def case_page(opened: Opened, **more: Any) -> dict[str, Any]:
    """The context that cases/page.html needs."""
    case = opened.case
    return {"case": case, "opened": opened, "victim_name": case.victim.name, **more}


def neutral_blocker() -> Blocker:
    """What a reader of the other side is told, whatever is missing and however much."""
    return Blocker(
        code="not_yet",
        message=_("Not everything is in place yet"),
        remedy="",
        who=_("The service is working on it."),
        side=Side.JOINT,
    )


def told(opened: Opened, verdict: Verdict) -> Verdict:
    """A gate's answer as whoever opened the case may read it."""
    return as_told(verdict, opened.relation.sides, neutral_blocker())


def blocker_row(case: Case, blocker: Blocker, *, first: bool = False, reader: Relation | None = None) -> BlockerRow:
    """With a `reader`, a door that does not open for them is not shown; who can open it is."""
    doors = []
    url = door_of(case.reference, blocker)
    if url and (reader is None or leads_in(url, reader)):
        label = blocker.door_label or blocker.remedy
        doors.append(Door(label, url, kind="primary" if first else "secondary"))
    why = blocker.why or (blocker.remedy if blocker.door_label else "")
    return BlockerRow(message=blocker.message, why=why, doors=doors, who=blocker.who)


def blocker_rows(case: Case, blockers: Iterable[Blocker], *, reader: Relation | None = None) -> list[BlockerRow]:
    """One primary door to a list: the first thing that somebody can do."""
    rows: list[BlockerRow] = []
    for blocker in blockers:
        rows.append(blocker_row(case, blocker, first=not any(row.doors for row in rows), reader=reader))
    return rows


def gate_panel(opened: Opened, verdict: Verdict, *, heading: Text) -> Gate:
    return Gate(heading=heading, blockers=blocker_rows(opened.case, told(opened, verdict).blockers))


def gate_page(
    opened: Opened, verdict: Verdict, *, heading_closed: str, heading_open: str, **more: Any
) -> dict[str, Any]:
    """The context of cases/gate_page.html. `heading_closed` reads on after "Not yet:"."""
    case, verdict = opened.case, told(opened, verdict)
    count = len(verdict.blockers)
    closed = ngettext(
        "Not yet: one thing comes before %(act)s", "Not yet: %(count)d things come before %(act)s", count
    ) % {"count": count, "act": heading_closed}
    return case_page(
        opened,
        verdict=verdict,
        gate=Gate(
            heading=_("To do first"), blockers=blocker_rows(case, verdict.blockers, reader=opened.relation), big=True
        ),
        gate_heading=heading_open if verdict.is_open else closed,
        met=[Tick(words) for words in verdict.met],
        met_count=len(verdict.met),
        condition_count=len(verdict.conditions),
        **more,
    )
