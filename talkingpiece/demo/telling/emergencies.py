"""Cases that somebody opened although they are not theirs, and who looked at it afterwards."""

from __future__ import annotations

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record_reading, record_reveal
from talkingpiece.cases import services as cases
from talkingpiece.cases.models import BreakGlass
from talkingpiece.cases.states import Purpose
from talkingpiece.demo.telling.teller import Teller
from talkingpiece.people.queries import ways_of
from talkingpiece.protection.classes import Side


class Emergencies(Teller):
    def is_opened_in_an_emergency(self, user: User, ground: str, words: str) -> BreakGlass:
        """They read the file, and uncover one number."""
        opened = cases.break_glass(case_id=self.case.pk, ground=ground, words=words, by=user, at=self.now)
        record_reading("casefile.read", by=user, about=self.case, side=Side.JOINT, case_id=self.case.pk)
        way = ways_of(self.victim.pk)[0]
        purpose = Purpose.SAFETY
        record_reveal("point.revealed", by=user, about=way, side=Side.VICTIM, purpose=purpose, case_id=self.case.pk)
        return opened

    def is_looked_at(self, opened: BreakGlass, review: str, words: str) -> None:
        cases.review_glass(opening_id=opened.pk, review=review, words=words, by=self.ridgeway.marit, at=self.now)
