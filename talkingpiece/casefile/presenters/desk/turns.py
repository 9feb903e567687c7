"""Balls, calls and visits: what is with me, and what is with others."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.casefile.presenters.desk.calls import RINGING, Calls
from talkingpiece.casefile.presenters.desk.mine import Mine
from talkingpiece.casefile.presenters.desk.rows import (
    DeskRow,
    Names,
    by_words,
    chased_tag,
    is_late,
    moment_words,
    start_of,
)
from talkingpiece.casefile.presenters.header import holder_name
from talkingpiece.casefile.presenters.turns import turn_door
from talkingpiece.casefile.promises import Promise
from talkingpiece.casefile.queries import Promised, Shelf
from talkingpiece.casefile.queries.desk import Desk
from talkingpiece.cases.balls import What
from talkingpiece.cases.doors import url
from talkingpiece.cases.models import Ball, Case
from talkingpiece.cases.states import Holder
from talkingpiece.engagement.models import Visit
from talkingpiece.engagement.presenters.out import taps_of
from talkingpiece.meetings.models import Meeting
from talkingpiece.ui.components import Tag
from talkingpiece.ui.dates import clock_text, short_date


class Turns:
    def __init__(self, desk: Desk, names: Names) -> None:
        self.desk, self.names, self.at = desk, names, desk.at
        self.mine = Mine(desk)
        self.calls = Calls(self.mine, names)
        self.ball_shelf = Shelf([ball.case for ball in desk.balls if ball.case], desk.at)

    def owed(self) -> list[DeskRow]:
        """Everything that is with me: whose turn it is, whom to ring and why, where to go, what we promised."""
        others = [*self._balls(), *self._visits(), *self._meetings(), *self._promised(), *self._wanted_again()]
        return [*self.calls.rows(), *others]

    def _balls(self) -> Iterator[DeskRow]:
        return (self._ball(ball, case) for ball, case in self.mine.balls() if ball.what not in RINGING)

    def _ball(self, ball: Ball, case: Case) -> DeskRow:
        ahead = ball.what == What.MEETING_AHEAD
        return DeskRow(
            what=_("Ask everybody again before the meeting") if ahead else str(What(ball.what).label),
            url=turn_door(self.ball_shelf, case, ball.what),
            when=by_words(ball.due_at, self.at),
            case=self.names.case(case),
            late=is_late(ball.due_at, self.at),
            sort=ball.due_at,
        )

    def _visits(self) -> Iterator[DeskRow]:
        late = {row.pk for row in self.desk.visits_not_home}  # these come first, in a list of their own
        for row in self.desk.visits:
            if row.pk not in late:
                yield self._visit(row)

    def _visit(self, row: Visit) -> DeskRow:
        home = {"time": clock_text(timezone.localtime(row.home_by).time())}
        return DeskRow(
            what=_("Visit to %(name)s: %(purpose)s") % {"name": row.person.called, "purpose": row.purpose},
            url=url("engagement:check_in", row.case.reference, row.pk),
            when=moment_words(row.planned_at, self.at),
            case=self.names.case(row.case),
            note=_("Write up the visit.") if row.home_at else _("Home by %(time)s. Say so when everybody is.") % home,
            late=is_late(row.planned_at, self.at),
            taps=taps_of(row.case.reference, row, back="work"),
            sort=row.planned_at,
        )

    def _meetings(self) -> Iterator[DeskRow]:
        for meeting in self.desk.meetings:
            case = case_of_meeting(self.desk, meeting)
            if case is not None:
                yield DeskRow(
                    what=_("The meeting"),
                    url=url("meetings:meeting", case.reference, meeting.pk),
                    when=moment_words(meeting.starts_at, self.at),
                    case=self.names.case(case),
                    note=meeting.venue,
                    sort=meeting.starts_at,
                )

    def _promised(self) -> Iterator[DeskRow]:
        """Promises that are about to be missed and that no other line of this desk speaks of."""
        listening = {ball.case_id for ball in self.desk.balls if ball.what == What.LISTEN}
        visited = {(visit.case_id, visit.person_id) for visit in self.desk.visits}
        uncalled = {one.case.pk for one in self.desk.promises if one.kind is Promise.FIRST_CONTACT and one.case}
        for one in self.desk.promises:
            if one.case is None or not self.mine.warned(one):
                continue
            seen = one.case.pk in listening | uncalled or (one.case.pk, one.case.victim_id) in visited
            if one.kind is Promise.FIRST_MEETING and not seen:
                what = _("Hear from %(name)s what they need") % {"name": one.case.victim.called}
                yield self._promise(one, what, url("engagement:visit", one.case.reference, one.case.victim_id))
            if one.kind is Promise.AGENCY_ANSWER:
                what = _("The answer of %(name)s is due: ask how it stands") % {"name": one.who}
                yield self._promise(one, what, url("information_sharing:request", one.case.reference, one.row_id))

    def _promise(self, one: Promised, what: str, address: str) -> DeskRow:
        return DeskRow(
            what=what,
            url=address,
            when=by_words(one.due, self.at),
            case=self.names.case(one.case) if one.case else "",
            late=one.state == "missed",
            sort=one.due,
        )

    def _wanted_again(self) -> Iterator[DeskRow]:
        """The day that the victim named has come. It is a thought, no task: nobody is contacted by it."""
        for pause in self.desk.wanted_again:
            case = self.desk.cases[pause.case_id]
            yield DeskRow(
                what=_("%(name)s said that they might want to hear from us about now") % {"name": case.victim.called},
                url=url("casefile:case", case.reference),
                when=short_date(pause.resume_on),
                case=self.names.case(case),
                note=_("The pause goes on until they say otherwise."),
                sort=start_of(pause.resume_on) if pause.resume_on else None,
            )

    def waiting(self) -> Iterator[DeskRow]:
        """Whoever else has the ball. A colleague who is in time with their own case keeps nobody waiting."""
        shelf = self.desk.shelf
        for ball in self.desk.other_balls:
            case = self.desk.cases[ball.subject_id]
            own_work = ball.holder == Holder.USER and not self.names.is_mine(case) and not is_late(ball.due_at, self.at)
            fell = ball.what == What.MEETING_AHEAD and case.pk in self.mine.fell
            if ball.holder != Holder.VICTIM and not own_work and not fell:
                yield self._waits(ball, case, shelf)

    def _waits(self, ball: Ball, case: Case, shelf: Shelf) -> DeskRow:
        days = (self.at - ball.since).days
        values = {"who": holder_name(shelf, case, ball), "what": What(ball.what).label}
        return DeskRow(
            what=_("%(who)s: %(what)s") % values,
            url=url("casefile:case", case.reference),
            when=ngettext("%(days)d day", "%(days)d days", days) % {"days": days} if days else _("today"),
            case=self.names.case(case),
            late=is_late(ball.due_at, self.at),
            tag=_chased(shelf, case.pk) if ball.holder == Holder.AGENCY else None,
            sort=ball.since,
        )

    def with_victim(self) -> Iterator[DeskRow]:
        for ball in self.desk.other_balls:
            if ball.holder == Holder.VICTIM:
                case = self.desk.cases[ball.subject_id]
                yield DeskRow(
                    what=str(What(ball.what).label),
                    url=url("casefile:case", case.reference),
                    when=short_date(ball.since),
                    case=self.names.case(case),
                    sort=ball.since,
                )


def case_of_meeting(desk: Desk, meeting: Meeting) -> Case | None:
    """The case through which this reader opens a meeting: one of theirs if there is one."""
    cases = [seat.case for seat in meeting.participants.all() if seat.case]
    return next((case for case in cases if case.pk in desk.cases), cases[0] if cases else None)


def _chased(shelf: Shelf, case_id: UUID) -> Tag | None:
    counts = [row.chased_count for row in shelf.requests[case_id] if not row.answered_at and not row.closed_at]
    return chased_tag(max(counts, default=0))
