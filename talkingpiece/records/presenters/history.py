"""What earlier records said, for the page that shows the whole case. One query."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.cases.models import Case
from talkingpiece.core.timeline import Entry
from talkingpiece.protection.classes import Side
from talkingpiece.records.models import TakenOver
from talkingpiece.records.queries import taken_over
from talkingpiece.records.states import TakenKind


def timeline(case: Case) -> list[Entry]:
    found = taken_over(case.pk)
    if not found:
        return []
    return [_taken(case, found), *(_settled(one) for one in found if one.settled_at)]


def _taken(case: Case, found: list[TakenOver]) -> Entry:
    count = ngettext("%(count)d thing is to be confirmed.", "%(count)d things are to be confirmed.", len(found))
    link = (reverse("records:taken_over", args=[case.reference]), _("What was taken over"))
    return Entry(
        at=found[0].recorded_at,
        title=_("Taken over from earlier records"),
        words=count % {"count": len(found)},
        side=Side.SERVICE,
        by=found[0].recorded_by.name if found[0].recorded_by else "",
        links=(link,),
    )


def _settled(one: TakenOver) -> Entry:
    words = {"kind": TakenKind(one.kind).label}
    title = _("Earlier record confirmed: %(kind)s") if one.holds else _("Earlier record holds no longer: %(kind)s")
    return Entry(
        at=one.settled_at or one.recorded_at,
        title=title % words,
        words=one.settled_how,
        side=Side(one.side),
        by=one.settled_by.name if one.settled_by else "",
    )
