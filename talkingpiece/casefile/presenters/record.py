"""What has happened: every room's entries in one line, the newest first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from talkingpiece.casefile.access import is_corrected_here
from talkingpiece.cases.access import Opened
from talkingpiece.cases.doors import leads_in, url
from talkingpiece.cases.history import timeline as of_case
from talkingpiece.cases.models import Case
from talkingpiece.consents.presenters import timeline as of_consents
from talkingpiece.core.timeline import Entry
from talkingpiece.engagement.presenters.timeline import timeline as of_engagement
from talkingpiece.evaluation.presenters import timeline as of_evaluation
from talkingpiece.information_sharing.presenters.timeline import timeline as of_sharing
from talkingpiece.meetings.presenters.timeline import timeline as of_meetings
from talkingpiece.notifications.presenters import timeline as of_letters
from talkingpiece.offender_management.presenters import timeline as of_reports
from talkingpiece.protection.classes import Side
from talkingpiece.records.presenters import timeline as of_records
from talkingpiece.referrals.presenters import timeline as of_referrals
from talkingpiece.risk.presenters.history import timeline as of_risk
from talkingpiece.staffing.presenters import timeline as of_staffing
from talkingpiece.ui.components import Link
from talkingpiece.ui.dates import short_date

SHOWN_AT_FIRST = 12
_AT_ONCE = timedelta(days=1)

ROOMS: tuple[Callable[[Case], list[Entry]], ...] = (
    of_referrals,
    of_case,
    of_staffing,
    of_consents,
    of_sharing,
    of_risk,
    of_engagement,
    of_meetings,
    of_evaluation,
    of_reports,
    of_letters,
    of_records,
)


def record_of(case: Case) -> list[Entry]:
    """A number of queries that does not grow with what happened."""
    return sorted((entry for room in ROOMS for entry in room(case)), key=lambda entry: entry.at, reverse=True)


@dataclass(frozen=True)
class Line:
    """One entry as the page shows it. `side`: which dot; `error_url`: where it can be marked as entered in error."""

    entry: Entry
    side: str
    by: str
    links: list[Link]
    error_url: str = ""


def _written_later(entry: Entry) -> str:
    """Both clocks are shown where they differ by more than a day: memory is not the same as a note."""
    if entry.recorded_at is None or entry.recorded_at - entry.at <= _AT_ONCE:
        return ""
    return _("written down on %(day)s") % {"day": short_date(entry.recorded_at)}


class Record:
    """`side` is "victim", "offender" or empty for both; `whole`: every entry, not only the newest."""

    def __init__(self, opened: Opened, *, side: str = "", whole: bool = False) -> None:
        self.opened, self.whole = opened, whole
        self.side = side if side in {Side.VICTIM, Side.OFFENDER} else ""
        found = record_of(opened.case)
        self.entries = [entry for entry in found if not self.side or entry.side == self.side]
        self.corrects = leads_in(self._error_url("cases.Pause", opened.case.pk), opened.relation)

    @property
    def total(self) -> int:
        return len(self.entries)

    @property
    def lines(self) -> list[Line]:
        shown = self.entries if self.whole else self.entries[:SHOWN_AT_FIRST]
        return [self._line(entry, newest=entry is self.entries[0]) for entry in shown]

    @property
    def is_cut(self) -> bool:
        return not self.whole and self.total > SHOWN_AT_FIRST

    def _line(self, entry: Entry, *, newest: bool) -> Line:
        own = {Side.VICTIM: "victim", Side.OFFENDER: "offender"}.get(entry.side, "")
        correctable = entry.fact_id is not None and not entry.error_why and is_corrected_here(entry.fact)
        return Line(
            entry=entry,
            side="now" if newest and not own else own,
            by=self._by(entry),
            links=[Link(label, address) for address, label in entry.links],
            error_url=self._error_url(entry.fact, entry.fact_id) if correctable and self.corrects else "",
        )

    def _by(self, entry: Entry) -> str:
        """When, who and, in words because a colour never speaks alone, whose side."""
        sides = {Side.VICTIM: _("victim’s side"), Side.OFFENDER: _("offender’s side")}
        day = short_date(entry.at)
        when = _("about %(day)s") % {"day": day} if entry.vaguely == "about" else day
        who = f"{when}, {entry.by}" if entry.by else when
        late = _written_later(entry)
        return " · ".join(part for part in (who, late, sides.get(entry.side, "")) if part)

    def _error_url(self, fact: str, fact_id: object) -> str:
        return url("casefile:error", self.opened.case.reference, fact, fact_id)
