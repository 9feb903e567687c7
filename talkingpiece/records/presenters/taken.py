"""What was taken over into a case, each with the door to the real act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from talkingpiece.cases.access import Opened
from talkingpiece.cases.doors import leads_in, url
from talkingpiece.cases.models import Responsible
from talkingpiece.cases.presenters import case_page
from talkingpiece.records.models import TakenOver
from talkingpiece.records.queries import taken_over
from talkingpiece.records.states import TakenKind
from talkingpiece.ui.components import Link
from talkingpiece.ui.dates import short_date


@dataclass(frozen=True)
class TakenRow:
    """`act`: where it is done anew; `settle`: where somebody says that they asked."""

    kind: str
    name: str
    words: str
    as_of: str
    act: Link | None
    settle: str
    settled: str
    how: str
    holds: bool


def taken_page(opened: Opened) -> dict[str, Any]:
    found = taken_over(opened.case.pk)
    by_person = dict(Responsible.objects.filter(case=opened.case).values_list("person_id", "pk"))
    rows = [_row(opened, one, by_person.get(one.person_id)) for one in found]
    return case_page(
        opened,
        waiting=[row for row in rows if not row.settled],
        settled=[row for row in rows if row.settled],
        total=len(rows),
    )


def _row(opened: Opened, one: TakenOver, responsible_id: UUID | None) -> TakenRow:
    settle = url("records:settle", opened.case.reference, one.pk)
    settled = ""
    if one.settled_on and one.settled_by:
        words = (
            _("Confirmed with them on %(day)s, %(name)s") if one.holds else _("Holds no longer since %(day)s, %(name)s")
        )
        settled = words % {"day": short_date(one.settled_on), "name": one.settled_by.name}
    return TakenRow(
        kind=str(TakenKind(one.kind).label),
        name=one.person.called,
        words=one.words,
        as_of=_("As of %(day)s.") % {"day": short_date(one.as_of)} if one.as_of else "",
        act=_act(opened, one, responsible_id),
        settle=settle if opened.case.is_open and leads_in(settle, opened.relation) else "",
        settled=settled,
        how=one.settled_how,
        holds=bool(one.holds),
    )


def _act(opened: Opened, one: TakenOver, responsible_id: UUID | None) -> Link | None:
    """The real act. Without it no gate knows of what the earlier record says."""
    ref = opened.case.reference
    doors = {
        TakenKind.WAY: (_("Check the ways to reach them"), url("cases:ways", ref, one.person_id)),
        TakenKind.CONSENT: (_("Ask for the consent anew"), url("consents:ledger", ref)),
        TakenKind.RISK: (_("Assess the risk"), url("risk:assess", ref)),
        TakenKind.STAGE: (_("See what blocks it"), url("casefile:case", ref)),
        TakenKind.CONTACT: (_("Log a contact"), url("engagement:contact", ref, opened.case.victim_id)),
        TakenKind.AGREEMENT: (_("Log a contact"), url("engagement:contact", ref, opened.case.victim_id)),
        TakenKind.NEXT_STEP: (_("Log a contact"), url("engagement:contact", ref, opened.case.victim_id)),
    }
    if responsible_id is not None:
        doors[TakenKind.LEGAL] = (_("Check orders and conditions"), url("cases:legal_check", ref, responsible_id))
        doors[TakenKind.SUPERVISOR] = (_("Name who supervises them"), url("cases:responsible", ref, responsible_id))
    else:
        doors[TakenKind.LEGAL] = (_("Add the offender"), url("cases:responsible_add", ref))
    found = doors.get(TakenKind(one.kind))
    if found is None or not opened.case.is_open or not leads_in(found[1], opened.relation):
        return None
    return Link(*found)
