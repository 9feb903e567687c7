"""What changed for an offender, and what each change reopens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from talkingpiece.cases.access import Opened
from talkingpiece.cases.changes import MOVES, OFFICERS, REOPENS, Clearance, clearance_words
from talkingpiece.cases.doors import url
from talkingpiece.cases.legal_queries import change_rows
from talkingpiece.cases.models import OffenderChange
from talkingpiece.ui.components import Link


@dataclass(frozen=True)
class ChangeRow:
    change_id: UUID
    title: str
    at: datetime
    lines: list[str]
    reopens: list[Link]
    note: str
    to_note: bool
    error_why: str
    error: Link | None


def change_list(opened: Opened) -> list[ChangeRow]:
    return [_row(opened, row) for row in change_rows(opened.case.pk)]


def _row(opened: Opened, row: OffenderChange) -> ChangeRow:
    told = {"source": capfirst(str(row.get_source_display())), "by": row.recorded_by.name if row.recorded_by else ""}
    note = _("%(source)s, by %(by)s.") if row.recorded_by else _("%(source)s.")
    ref = opened.case.reference
    return ChangeRow(
        change_id=row.pk,
        title=_("%(name)s: %(what)s") % {"name": row.responsible.person.called, "what": row.get_kind_display()},
        at=row.happened_at,
        lines=list(filter(None, [new_words(row), row.words])),
        reopens=[_again(ref, row, one) for one in Clearance if one in REOPENS[row.kind]],
        note=str(note % told),
        to_note=row.stands and row.noted_at is None,
        error_why=row.error_why,
        error=Link(_("This is wrong"), url("casefile:error", ref, row._meta.label, row.pk)) if row.stands else None,
    )


def new_words(row: OffenderChange) -> str:
    """What is true since then, as far as it was told. Where they are stays sealed in their file."""
    if row.kind in MOVES:
        return _("Where they are now stands sealed in their file.")
    if row.kind in OFFICERS:
        who = row.officer.name if row.officer else str(row.values.get("officer", ""))
        return _("Now: %(who)s.") % {"who": who} if who else _("Who it is now, we do not know yet.")
    return ""


def _again(reference: str, row: OffenderChange, one: Clearance) -> Link:
    """Where it is made sure of again; without an address where nothing is."""
    of_responsible = {
        Clearance.LEGAL: "cases:legal_check",
        Clearance.PERMISSION: "cases:permissions",
        Clearance.CONSULTATION: "information_sharing:ask",
        Clearance.VISIT: "cases:permissions",
    }
    of_case = {Clearance.RISK: "risk:assess"}
    address = ""
    if one in of_responsible:
        address = url(of_responsible[one], reference, row.responsible_id)
    elif one in of_case:
        address = url(of_case[one], reference)
    return Link(capfirst(str(clearance_words(one))), address)
