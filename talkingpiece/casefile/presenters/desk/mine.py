"""What of a desk is spoken of in its list of turns, and what another of its lists says better."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from uuid import UUID

from talkingpiece.casefile.queries import Promised
from talkingpiece.casefile.queries.desk import Desk
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Ball, Case


class Mine:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def balls(self) -> Iterator[tuple[Ball, Case]]:
        for ball in self.desk.balls:
            if ball.case is not None and (ball.what, ball.case_id) not in self._told_elsewhere:
                yield ball, ball.case

    @cached_property
    def fell(self) -> set[UUID | None]:
        """Cases with a meeting that no longer stands: nobody there waits for that day."""
        return {seat.case_id for one in self.desk.fallen for seat in one.meeting.participants.all()}

    @property
    def _booked(self) -> set[UUID | None]:
        """Cases whose meeting has a line of its own, with its place."""
        return {seat.case_id for meeting in self.desk.meetings for seat in meeting.participants.all()}

    @cached_property
    def _told_elsewhere(self) -> set[tuple[str, UUID | None]]:
        """(what, case) of balls for which another list of this desk has a line, with more to say."""
        desk = self.desk
        lists: dict[str, Iterable[UUID | None]] = {
            What.ANSWER_OFFER: (offer.case_id for offer in desk.offers),
            What.DANGER: (ball.case_id for ball in desk.balls if ball.what == What.DANGER),
            What.RED_FLAG: (flag.case_id for flag in desk.flags),
            What.SIGN_RISK: (row.case_id for row in desk.to_sign),
            What.MEETING_AHEAD: {*self.fell, *self._booked},
            What.MEETING_FELL: self.fell,
            What.WRITE_UP: (seat.case_id for meeting in desk.to_write_up for seat in meeting.participants.all()),
            What.DEBRIEF: (seat.case_id for seat in desk.debriefs),
            What.ASK_NEEDS: (due.case.pk for due in desk.to_ask),
        }
        return {(str(what), case_id) for what, case_ids in lists.items() for case_id in case_ids}

    def warned(self, one: Promised) -> bool:
        return one.state != "ahead" and self.desk.user.pk in one.users
