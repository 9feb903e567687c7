from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.cases.models import Case
from talkingpiece.records.queries import taken_count


@dataclass(frozen=True)
class TakenLine:
    words: str
    url: str


def taken_line(case: Case) -> TakenLine | None:
    """One quiet line for the page of the case; nothing once all is confirmed, or where nothing was taken over."""
    count = taken_count(case.pk)
    if not count.waiting:
        return None
    total = ngettext(
        "%(total)d thing was taken over from earlier records",
        "%(total)d things were taken over from earlier records",
        count.total,
    ) % {"total": count.total}
    waiting = ngettext(
        "%(waiting)d is still to be confirmed", "%(waiting)d are still to be confirmed", count.waiting
    ) % {"waiting": count.waiting}
    words = _("%(total)s; %(waiting)s.") % {"total": total, "waiting": waiting}
    return TakenLine(words, reverse("records:taken_over", args=[case.reference]))
