"""Whose story it is, and where it has come to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from talkingpiece.accounts.models import User
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.cases.queries import speakers_of
from talkingpiece.core import clock
from talkingpiece.demo.calendar import Calendar
from talkingpiece.demo.ridgeway import Ridgeway
from talkingpiece.people.models import Person
from talkingpiece.people.states import PersonKind
from talkingpiece.protection.classes import Side


@dataclass
class Teller:
    """Every verb of a story is one act of one room, at the moment in which the story stands."""

    ridgeway: Ridgeway
    days: Calendar
    referral_id: UUID = field(init=False)
    case: Case = field(init=False)
    worker: User = field(init=False)  # whoever has the case
    responsible: Responsible = field(init=False)

    @property
    def now(self) -> datetime:
        return clock.now()

    @property
    def victim(self) -> Person:
        return self.case.victim

    @property
    def offender(self) -> Person:
        return self.responsible.person

    def speaks_for(self, person: Person) -> str:
        """Who answers in the name of an organisation that was harmed; empty for a person."""
        if person.kind != PersonKind.ORGANISATION:
            return ""
        return ", ".join(one.person.full_name for one in speakers_of(self.case))

    def side_of(self, person: Person) -> Side:
        if hasattr(self, "responsible") and person.pk == self.responsible.person_id:
            return Side.OFFENDER
        return Side.VICTIM
