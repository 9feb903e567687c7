"""A whole case on one page: where we are, what blocks us, what can be done now; then both files and the record."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.accounts.roles import ROLES
from talkingpiece.casefile.presenters.actions import Actions
from talkingpiece.casefile.presenters.beside import Beside
from talkingpiece.casefile.presenters.blocking import Panel, blocking_panel
from talkingpiece.casefile.presenters.consents import Allowed
from talkingpiece.casefile.presenters.ending import ending_rows
from talkingpiece.casefile.presenters.files import File, VictimFile
from talkingpiece.casefile.presenters.header import Header
from talkingpiece.casefile.presenters.offender import OffenderFile
from talkingpiece.casefile.presenters.papers import papers
from talkingpiece.casefile.presenters.path import steps
from talkingpiece.casefile.presenters.people import others_in
from talkingpiece.casefile.presenters.record import Record
from talkingpiece.casefile.queries import Shelf
from talkingpiece.casefile.way import Way
from talkingpiece.cases.access import Opened
from talkingpiece.cases.presenters import case_page
from talkingpiece.records.presenters import beside_lines, taken_line


def casefile_page(opened: Opened, reader: User, at: datetime, *, side: str, whole: bool) -> dict[str, Any]:
    """The number of queries grows neither with what happened nor with the people of the case."""
    case = opened.case
    shelf = Shelf([case], at)
    way = Way(shelf, case, opened.relation.sides)
    fell = way.facts.meeting.booked and not way.facts.meeting.stands
    allowed = Allowed(case, shelf.on)
    ending = shelf.endings.get(case.pk)
    return case_page(
        opened,
        header=Header(opened, shelf, reader, fell=fell),
        steps=steps(way.facts),
        paused=shelf.paused(case),
        panel=_panel(opened, way),
        actions=Actions(opened, shelf, reader, fell=fell).rows if case.is_open else [],
        others=others_in(shelf, case),
        papers=papers(opened),
        taken=taken_line(case),
        twice=beside_lines(case, reader),
        ending=ending_rows(ending) if ending else [],
        opened_at=at,
        files=_files(opened, shelf, allowed),
        record=Record(opened, side=side, whole=whole),
        allowed=allowed.ticks(case.victim_id),
        sees_trail=any(Act.TRAIL_SEE in ROLES[role].acts for role in opened.relation.roles),
    )


def _panel(opened: Opened, way: Way) -> Panel | None:
    if not opened.case.is_open or way.facts.paused:
        return None
    return blocking_panel(opened, way.next_gate)


def _files(opened: Opened, shelf: Shelf, allowed: Allowed) -> list[File]:
    """Each side with whoever takes part beside it."""
    people = shelf.responsibles[opened.case.pk]
    files = [(VictimFile(opened, shelf, allowed).file, opened.case.victim_id)]
    files += [(OffenderFile(opened, shelf, allowed, row).file, row.person_id) for row in people]
    return [
        replace(file, rows=[*file.rows, *Beside(opened, shelf, allowed, person_id).rows]) for file, person_id in files
    ]
