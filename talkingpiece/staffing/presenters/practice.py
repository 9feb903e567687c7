"""What a facilitator keeps up, and what to do next about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talkingpiece.staffing.clocks import Clock, Kept, KeptUp, Standing, clocks
from talkingpiece.staffing.models import Facilitator, PracticeKind, PracticeRecord
from talkingpiece.staffing.practice import Practice
from talkingpiece.ui.components import Tag
from talkingpiece.ui.dates import short_date

_STANDING: dict[Standing, tuple[str | Promise, str]] = {
    Standing.OVERDUE: (gettext_lazy("Overdue"), "gate"),
    Standing.SOON: (gettext_lazy("Soon"), "half"),
    Standing.FINE: (gettext_lazy("Kept up"), "done"),
}
_ORDER = list(_STANDING)
_WHAT: dict[str, str | Promise] = {
    PracticeKind.SUPERVISION: gettext_lazy("Case supervision"),
    PracticeKind.OBSERVED: gettext_lazy("Observed practice"),
    PracticeKind.LEARNING: gettext_lazy("Learning"),
}


@dataclass(frozen=True)
class ClockRow:
    todo: str
    tag: Tag


@dataclass(frozen=True)
class TrayRow:
    name: str
    user_id: UUID
    level: str
    clocks: tuple[ClockRow, ...]
    worst: Standing


@dataclass(frozen=True)
class RecordRow:
    id: UUID
    what: str
    day: str
    words: str
    by: str
    error: str  # what was wrong, of what was entered in error


def tray(people: Iterable[tuple[Facilitator, KeptUp]], policy: Practice, on: date) -> list[TrayRow]:
    """Whoever is most overdue first; each with what to do, in the order in which it is due."""
    rows = [_row(facilitator, clocks(facts, policy, on)) for facilitator, facts in people]
    return sorted(rows, key=lambda row: (_ORDER.index(row.worst), row.name))


def _row(facilitator: Facilitator, found: tuple[Clock, ...]) -> TrayRow:
    ordered = sorted(found, key=lambda one: (_ORDER.index(one.standing), one.due_on or date.min))
    worst = ordered[0].standing
    label = facilitator.get_level_display()
    return TrayRow(facilitator.user.name, facilitator.user_id, label, tuple(map(clock_row, ordered)), worst)


def clock_row(one: Clock) -> ClockRow:
    words, state = _STANDING[one.standing]
    return ClockRow(_todo(one), Tag(words, state))


def _todo(one: Clock) -> str:
    day = {"day": short_date(one.due_on)}
    late, soon = one.standing is Standing.OVERDUE, one.standing is Standing.SOON
    if one.kept is Kept.SUPERVISION:
        if one.due_on is None:
            return _("Arrange a supervision session: no day is known for one")
        if late:
            return _("Hold a supervision session now: it was due on %(day)s") % day
        if soon:
            return _("Arrange a supervision session by %(day)s") % day
        return _("Next supervision session by %(day)s") % day
    if one.kept is Kept.OBSERVED:
        if late:
            return _("Watch them at work, or ask a colleague to: it was due on %(day)s") % day
        if soon:
            return _("Agree on a meeting at which somebody watches, by %(day)s") % day
        if one.have < one.need:
            return _("Somebody watches them at work by %(day)s: it is their first year") % day
        return _("Observed practice counts until %(day)s") % day
    hours = {**day, "have": f"{one.have:g}", "need": f"{one.need:g}", "more": f"{max(0, one.need - one.have):g}"}
    if late:
        return _("%(more)s more hours of learning: %(have)s of %(need)s within a year") % hours
    if soon:
        return _("Find hours of learning: from %(day)s they are too few") % hours
    if one.have < one.need:
        return _("%(have)s of %(need)s hours of learning so far: their first year ends on %(day)s") % hours
    return _("%(have)s of %(need)s hours of learning within a year; enough until %(day)s") % hours


def record_rows(found: Iterable[PracticeRecord]) -> list[RecordRow]:
    return [
        RecordRow(
            id=one.pk,
            what=_what(one),
            day=short_date(timezone.localdate(one.happened_at)),
            words=one.words,
            by=one.recorded_by.name if one.recorded_by else "",
            error=one.error_why,
        )
        for one in found
    ]


def _what(one: PracticeRecord) -> str:
    if one.hours:
        return _("%(what)s, %(hours)s h") % {"what": _WHAT[one.kind], "hours": f"{one.hours:g}"}
    return str(_WHAT[one.kind])
