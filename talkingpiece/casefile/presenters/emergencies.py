"""Openings in an emergency: for whoever reviews them. References and workers; nobody of a case is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from talkingpiece.accounts.models import User
from talkingpiece.areas.queries import current_section
from talkingpiece.areas.working_days import due
from talkingpiece.audit.models import Event, Kind
from talkingpiece.audit.queries import done_by
from talkingpiece.audit.services import record_reading
from talkingpiece.casefile.forms import ReviewForm
from talkingpiece.cases.legal_queries import references_of
from talkingpiece.cases.models import BreakGlass
from talkingpiece.cases.profile import Emergency
from talkingpiece.cases.states import Purpose
from talkingpiece.core.blockers import Blocked, Text
from talkingpiece.identification.access import visible_conflicts
from talkingpiece.people.queries import sharing_numbers
from talkingpiece.protection.classes import Side
from talkingpiece.ui.components import BlockerRow, Gate, Row, Tag, WorkRow
from talkingpiece.ui.dates import when

_OF_ITSELF = {"glass.broken": gettext_lazy("Opened the case"), "glass.closed": gettext_lazy("Closed it again")}


@dataclass(frozen=True)
class Line:
    at: datetime
    what: Text


def emergencies_page(found: Iterable[BreakGlass], at: datetime) -> dict[str, Any]:
    rows = list(found)
    return {
        "waiting": [_row(one, at) for one in reversed(rows) if one.reviewed_at is None],
        "reviewed": [_row(one, at) for one in rows if one.reviewed_at is not None][:50],
    }


def numbers_met(area_ids: Iterable[UUID]) -> list[WorkRow]:
    """Two records with one number of prison or probation, by the references of their cases; nobody is named. A machine
    merges nobody: whoever may merge in the area looks at both."""
    groups = sharing_numbers(area_ids)
    cases = references_of({pk for group in groups for pk in group})
    what = _("Two records have one prison or probation number: %(cases)s")
    note = _("A coordinator looks at both, and says whether they are one person.")
    return [
        WorkRow(what % {"cases": ", ".join(sorted({ref for pk in group for ref in cases.get(pk, ())}))}, note=note)
        for group in groups
    ]


def conflict_checks(user: User) -> list[WorkRow]:
    """How many wait, for whoever alone may say whether somebody harmed and somebody who did harm are one person."""
    count = visible_conflicts(user).count()
    if not count:
        return []
    what = ngettext("One conflict check waits", "%(count)d conflict checks wait", count) % {"count": count}
    note = _("Somebody harmed in one matter may be somebody who did harm in another. Nobody else sees this.")
    return [WorkRow(what=what, url=reverse("identification:conflicts"), note=note)]


def _row(one: BreakGlass, at: datetime) -> WorkRow:
    owed = _due(one)
    waits = one.reviewed_at is None
    return WorkRow(
        what=_("%(who)s opened %(case)s") % {"who": one.user.name, "case": one.case.reference},
        url=reverse("casefile:emergency_review", args=(one.pk,)),
        when=_("by %(day)s") % {"day": when(owed)} if waits else when(one.reviewed_at),
        note=one.get_ground_display(),
        late=waits and owed < at,
        tag=_tag(one, at),
    )


def _tag(one: BreakGlass, at: datetime) -> Tag | None:
    if one.runs(at):
        return Tag(_("Open now"), "now")
    return Tag(one.get_review_display()) if one.review else None


def _due(one: BreakGlass) -> datetime:
    days = current_section(one.area_id, Emergency).review_days
    return due(one.opened_at, days, one.area.jurisdiction)


def emergency_page(one: BreakGlass, reader: User, form: ReviewForm) -> dict[str, Any]:
    """What was said, and everything that was opened meanwhile. Reading it is an entry too."""
    record_reading("glass.review_read", by=reader, about=one, side=Side.SERVICE, case_id=one.case_id)
    until = min(one.until, one.closed_at or one.until)
    return {
        "form": form,
        "opening": one,
        "rows": [
            Row(_("Case"), one.case.reference),
            Row(_("Opened by"), one.user.name),
            Row(_("When"), _("%(from)s, until %(until)s") % {"from": when(one.opened_at), "until": when(until)}),
            Row(_("Why"), one.get_ground_display()),
            Row(_("What had happened"), one.words, quote=True),
            Row(_("To be looked at by"), when(_due(one))),
        ],
        "lines": [
            Line(event.recorded_at, _said(event))
            for event in done_by(one.user_id, one.case_id, since=one.opened_at, until=until)
        ],
    }


def _said(event: Event) -> Text:
    """What somebody did, without whom it was about."""
    if event.name in _OF_ITSELF:
        return _OF_ITSELF[event.name]
    if event.kind == Kind.REVEAL:
        purpose = dict(Purpose.choices).get(event.basis, _("no purpose was given"))
        return _("Uncovered a way of contact or a whereabouts: %(purpose)s") % {"purpose": purpose}
    return {
        Kind.ACT: _("Wrote something down or changed something"),
        Kind.READING: _("Read a page of the case"),
        Kind.REFUSAL: _("Was refused something"),
        Kind.EXPORT: _("Took a file out of the case"),
    }.get(Kind(event.kind), _("Looked for something"))


def refused_page(refused: Blocked) -> dict[str, Any]:
    rows = [BlockerRow(message=one.message, why=one.remedy, who=one.who) for one in refused.blockers]
    return {"gate": Gate(heading=_("Not yet"), blockers=rows)}
