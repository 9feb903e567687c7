"""Balls, calls and visits: what is with me, and what is with others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from functools import cached_property
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.casefile.presenters.desk.rows import (
    DeskRow,
    Names,
    call_log,
    moment_words,
    rule_in_words,
    safe_number,
    sentences,
)
from talkingpiece.casefile.presenters.header import holder_name
from talkingpiece.casefile.presenters.turns import turn_door
from talkingpiece.casefile.queries import Shelf, update_due_on
from talkingpiece.casefile.queries.desk import WEEK, Desk
from talkingpiece.cases.balls import What
from talkingpiece.cases.doors import url
from talkingpiece.cases.models import Ball, Case
from talkingpiece.cases.states import Holder
from talkingpiece.engagement.models import Contact, Visit
from talkingpiece.meetings.models import Meeting
from talkingpiece.ui.components import Tag
from talkingpiece.ui.dates import clock_text, short_date

# About these somebody is rung: the row carries the rule, the number and the log.
RINGING = frozenset({What.CALL_BACK, What.FIRST_CONTACT, What.NEXT_CONTACT, What.TELL_VICTIM, What.CODE_MESSAGE})


class Turns:
    def __init__(self, desk: Desk, names: Names) -> None:
        self.desk, self.names, self.at = desk, names, desk.at
        self.ball_shelf = Shelf([ball.case for ball in desk.balls if ball.case], desk.at)
        self._tries = {(row.case_id, row.person_id): row for row in desk.contacts}

    def owed(self) -> list[DeskRow]:
        """Everything that is with me: whose turn it is, whom to try again, where to go."""
        return [*self._balls(), *self._contacts(), *self._visits(), *self._meetings()]

    def _balls(self) -> Iterator[DeskRow]:
        for ball in self.desk.balls:
            if ball.case is None or (ball.what, ball.case_id) in self._told_elsewhere:
                continue
            yield self._ringing(ball, ball.case) if ball.what in RINGING else self._ball(ball, ball.case)

    @cached_property
    def _fell(self) -> set[UUID | None]:
        """Cases with a meeting that no longer stands: nobody there waits for that day."""
        return {seat.case_id for one in self.desk.fallen for seat in one.meeting.participants.all()}

    @cached_property
    def _told_elsewhere(self) -> set[tuple[str, UUID | None]]:
        """(what, case) of balls for which another list of this desk has a line, with more to say."""
        desk = self.desk
        lists: dict[str, Iterable[UUID | None]] = {
            What.ANSWER_OFFER: (offer.case_id for offer in desk.offers),
            What.DANGER: (ball.case_id for ball in desk.balls if ball.what == What.DANGER),
            What.RED_FLAG: (flag.case_id for flag in desk.flags),
            What.SIGN_RISK: (row.case_id for row in desk.to_sign),
            What.MEETING_AHEAD: self._fell,
            What.MEETING_FELL: self._fell,
            What.WRITE_UP: (seat.case_id for meeting in desk.to_write_up for seat in meeting.participants.all()),
            What.DEBRIEF: (seat.case_id for seat in desk.debriefs),
            What.ASK_NEEDS: (due.case.pk for due in desk.to_ask),
        }
        return {(str(what), case_id) for what, case_ids in lists.items() for case_id in case_ids}

    def _ball(self, ball: Ball, case: Case) -> DeskRow:
        return DeskRow(
            what=str(What(ball.what).label),
            url=turn_door(self.ball_shelf, case, ball.what),
            when=self._by(ball.due_at),
            case=self.names.case(case),
            late=_is_late(ball.due_at, self.at),
            sort=ball.due_at,
        )

    def _ringing(self, ball: Ball, case: Case) -> DeskRow:
        """A call that was promised, and the try that somebody noted for it, are one line of work."""
        tried = self._tries.pop((case.pk, case.victim_id), None)
        due = tried.next_at if tried and tried.next_at else ball.due_at
        points = self.desk.ways.get(case.victim_id, [])
        noted = tried.next_words if tried else ""
        return DeskRow(
            what=str(What(ball.what).label),
            url=url("engagement:contact", case.reference, case.victim_id),
            when=self._by(due),
            case=self.names.case(case),
            note=sentences(noted, rule_in_words(points)),
            late=_is_late(due, self.at),
            number=safe_number(case, case.victim, points, self.at),
            quick=call_log(case, case.victim, points, key=f"ball-{ball.pk}", telling=ball.what == What.TELL_VICTIM),
            sort=due,
        )

    def _contacts(self) -> Iterator[DeskRow]:
        for row in self._tries.values():
            yield self._contact(row)

    def _contact(self, row: Contact) -> DeskRow:
        points = self.desk.ways.get(row.person_id, [])
        return DeskRow(
            what=_("Get in touch with %(name)s again") % {"name": row.person.called},
            url=url("engagement:contact", row.case.reference, row.person_id),
            when=moment_words(row.next_at, self.at),
            case=self.names.case(row.case),
            note=sentences(row.next_words, rule_in_words(points)),
            late=_is_late(row.next_at, self.at),
            number=safe_number(row.case, row.person, points, self.at),
            quick=call_log(row.case, row.person, points, key=f"contact-{row.pk}"),
            sort=row.next_at,
        )

    def _visits(self) -> Iterator[DeskRow]:
        for row in self.desk.visits:
            yield self._visit(row)

    def _visit(self, row: Visit) -> DeskRow:
        home = {"time": clock_text(timezone.localtime(row.home_by).time())}
        return DeskRow(
            what=_("Visit to %(name)s: %(purpose)s") % {"name": row.person.called, "purpose": row.purpose},
            url=url("engagement:visit_held", row.case.reference, row.pk),
            when=moment_words(row.planned_at, self.at),
            case=self.names.case(row.case),
            note=_("Home by %(time)s. Say so when everybody is.") % home,
            late=_is_late(row.planned_at, self.at),
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

    def _by(self, due: datetime | None) -> str:
        words = moment_words(due, self.at)
        same_day = due is not None and timezone.localdate(due) == self.desk.shelf.on
        return _("by %(time)s") % {"time": words} if same_day else words

    def updates(self) -> Iterator[DeskRow]:
        """Victims to whom we owe a word within a week, news or none. A pause owes nothing.

        Where they are rung by then for another reason, that line is enough.
        """
        shelf = self.desk.shelf
        for case in shelf.cases:
            due = update_due_on(shelf, case)
            if due is not None and due <= shelf.on + WEEK and not self._rung_by(case, due):
                points = self.desk.ways.get(case.victim_id, [])
                yield DeskRow(
                    what=_("Tell %(name)s how things stand") % {"name": case.victim.called},
                    url=url("engagement:contact", case.reference, case.victim_id),
                    when=short_date(due),
                    case=self.names.case(case),
                    note=rule_in_words(points),
                    late=due < shelf.on,
                    number=safe_number(case, case.victim, points, self.at),
                    quick=call_log(case, case.victim, points, key=f"update-{case.pk}"),
                    sort=_start_of(due),
                )

    def _rung_by(self, case: Case, day: date) -> bool:
        turns = [ball.due_at for ball in self.desk.balls if ball.case_id == case.pk and ball.what in RINGING]
        tries = [row.next_at for row in self.desk.contacts if row.person_id == case.victim_id]
        latest = max(day, self.desk.shelf.on)
        return any(moment is None or timezone.localdate(moment) <= latest for moment in [*turns, *tries])

    def waiting(self) -> Iterator[DeskRow]:
        """Whoever else has the ball. A colleague who is in time with their own case keeps nobody waiting."""
        shelf = self.desk.shelf
        for ball in self.desk.other_balls:
            case = self.desk.cases[ball.subject_id]
            own_work = (
                ball.holder == Holder.USER and not self.names.is_mine(case) and not _is_late(ball.due_at, self.at)
            )
            fell = ball.what == What.MEETING_AHEAD and case.pk in self._fell
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
            late=_is_late(ball.due_at, self.at),
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
    most = max(counts, default=0)
    if not most:
        return None
    return Tag(_("chased once") if most == 1 else _("chased %(count)d times") % {"count": most})


def _is_late(due: datetime | None, at: datetime) -> bool:
    return due is not None and due < at


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
