"""What falls into somebody's leave: whoever stands in sees each of these lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import Leave, User
from talkingpiece.accounts.queries import is_away, roles_in
from talkingpiece.accounts.roles import ROLES
from talkingpiece.casefile.queries.away import DuringLeave, during
from talkingpiece.cases.access import visible_cases
from talkingpiece.cases.balls import What
from talkingpiece.cases.doors import url
from talkingpiece.cases.models import Case
from talkingpiece.engagement.models import Visit
from talkingpiece.meetings.models import Meeting
from talkingpiece.staffing.access import may_end
from talkingpiece.staffing.gates import facts_for_leave, leave_warnings
from talkingpiece.staffing.presenters.team import leave_words
from talkingpiece.ui.components import WorkRow
from talkingpiece.ui.dates import when


def away_page(reader: User, leave: Leave, at: datetime) -> dict[str, Any]:
    """Names of victims are read only by those who may open the case; all others read references."""
    found = during(leave, at)
    facts = facts_for_leave(leave.area, leave.user, leave.stand_in, leave.starts_on, leave.ends_on, at)
    acts = {act for role in roles_in(reader, leave.area_id, at) for act in ROLES[role].acts}
    own = reader.pk == leave.user_id
    return {
        "leave": leave,
        "words": leave_words(leave),
        "own": own,
        "ended": leave.ended_at is not None,
        "running": is_away(leave, at),
        "warnings": leave_warnings(facts),
        "rows": _Lines(reader, leave, found).all(),
        "meetings": list(_Lines(reader, leave, found).meetings()),
        "may_end": may_end(reader, leave),
        "hands_over": (Act.CASE_HAND_OVER if own else Act.CASE_ALLOCATE) in acts,
    }


_NEVER = datetime.max.replace(tzinfo=UTC)


class _Lines:
    def __init__(self, reader: User, leave: Leave, found: DuringLeave) -> None:
        self.leave, self.found = leave, found
        # Whoever stands in sees them on the day; on this page everybody sees what is theirs to see today.
        self.open = set(visible_cases(reader).filter(members__user=leave.user).values_list("pk", flat=True))

    def _row(self, case: Case, what: str, neutral: str, due: datetime | None) -> WorkRow:
        sees = case.pk in self.open
        return WorkRow(
            what if sees else neutral,
            url=url("casefile:case", case.reference) if sees else "",
            when=when(due) if due else _("any time"),
            case=_("%(name)s, %(reference)s") % {"name": case.victim.name, "reference": case.reference}
            if sees
            else case.reference,
            note=self._whose(case),
        )

    def _whose(self, case: Case) -> str:
        """In somebody else's case, its own team sees it anyhow."""
        if case.pk not in self.found.cases:
            return _("It is in the case of somebody else, who sees it.")
        return _("%(name)s sees it.") % {"name": self.leave.stand_in.first_name}

    def all(self) -> list[WorkRow]:
        """The first due first; what has no date comes last."""
        found = sorted(self._all(), key=lambda one: one[0] or _NEVER)
        return [row for _due, row in found]

    def _all(self) -> Iterator[tuple[datetime | None, WorkRow]]:
        for ball in self.found.balls:
            if ball.case is not None:
                ahead = ball.what == What.MEETING_AHEAD
                what = _("Ask everybody again before the meeting") if ahead else str(What(ball.what).label)
                yield ball.due_at, self._row(ball.case, what, what, ball.due_at)
        for row in self.found.tries:
            what = _("Get in touch with %(name)s again") % {"name": row.person.called}
            yield row.next_at, self._row(row.case, what, _("A call that was promised"), row.next_at)
        for one in self.found.promises:
            if one.case is not None:
                yield one.due, self._row(one.case, str(one.kind.label), str(one.kind.label), one.due)
        for visit in self.found.visits:
            yield visit.planned_at, self._visit(visit)

    def _visit(self, visit: Visit) -> WorkRow:
        what = _("Visit to %(name)s: %(purpose)s") % {"name": visit.person.called, "purpose": visit.purpose}
        return self._row(visit.case, what, _("A visit"), visit.planned_at)

    def meetings(self) -> Iterator[WorkRow]:
        """A stand-in does not take a seat in a meeting: somebody else is named for it, or the day changes."""
        for meeting in self.found.meetings:
            seat = next((seat for seat in meeting.participants.all() if seat.case), None)
            if seat is not None and seat.case is not None:
                yield self._meeting(meeting, seat.case)

    def _meeting(self, meeting: Meeting, case: Case) -> WorkRow:
        leads = meeting.lead_id == self.leave.user_id
        what = _("The meeting, which they lead") if leads else _("The meeting, in which they are co-facilitator")
        sees = case.pk in self.open
        return WorkRow(
            what,
            url=url("meetings:meeting", case.reference, meeting.pk) if sees else "",
            when=when(meeting.starts_at),
            case=case.reference,
            note=_("Name somebody else for it, or agree another day with everybody."),
            late=True,
        )
