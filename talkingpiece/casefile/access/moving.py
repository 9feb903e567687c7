"""To whom somebody may give what was written down about the wrong person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from django.http import Http404

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.cases.access import Opened, get_case, may, visible_cases
from talkingpiece.cases.models import Case, Member
from talkingpiece.engagement.models import Need
from talkingpiece.engagement.queries import Somebody, everybody
from talkingpiece.engagement.services import Told
from talkingpiece.protection.rows import Fact


@dataclass(frozen=True)
class Moving:
    """What somebody wrote in a case, and where else they may write."""

    opened: Opened
    fact: Told
    user: User

    @property
    def people(self) -> list[Somebody]:
        """The others of the same case; none once it has ended."""
        if not self.opened.case.is_open or not may(self.opened, Act.CASE_WORK):
            return []
        return [who for who in self.people_of(self.opened.case) if who.person.pk != self.fact.person_id]

    def people_of(self, case: Case) -> list[Somebody]:
        """Whom such a thing can be about."""
        return [who for who in everybody(case) if who.has_needs or not isinstance(self.fact, Need)]

    @property
    def cases(self) -> list[Case]:
        """Their own other cases that are open. Any other that they work on is found by its reference."""
        own = Member.objects.filter(user=self.user, ends_at__isnull=True).values("case_id")
        found = visible_cases(self.user).filter(pk__in=own, ended_at__isnull=True).exclude(pk=self.opened.case.pk)
        return list(found.select_related("victim").order_by("reference"))

    def find(self, reference: str) -> Case | None:
        """Another case by its reference; None alike for one that is not there and one that is not theirs."""
        try:
            case = get_case(self.user, reference.strip().upper(), act=Act.CASE_WORK).case
        except Http404:
            return None
        return case if case.pk != self.opened.case.pk else None


def moving(opened: Opened, fact: Fact, user: User) -> Moving | None:
    """None for what cannot be about somebody else: then it was entered in error, and no more."""
    return Moving(opened, fact, user) if isinstance(fact, get_args(Told)) else None
