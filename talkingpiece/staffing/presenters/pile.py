"""The whole pile of a worker, each case with those to whom it can be offered now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.cases.models import Case, HandOver
from talkingpiece.cases.queries import owner_of
from talkingpiece.cases.states import MemberRole
from talkingpiece.staffing.gates import blockers_to_offer, facts_for_offers
from talkingpiece.staffing.queries import cases_worked_on, open_offer_of, staffing_of


@dataclass(frozen=True)
class PileCase:
    case: Case
    ready: list[User]
    offer: HandOver | None

    @property
    def field(self) -> str:
        return f"case_{self.case.reference}"

    @property
    def label(self) -> str:
        return _("%(name)s, %(reference)s") % {"name": self.case.victim.name, "reference": self.case.reference}

    @property
    def ready_ids(self) -> set[UUID]:
        return {user.pk for user in self.ready}


def pile_of(user: User, area_id: UUID, at: datetime) -> list[PileCase]:
    """Open cases that are theirs, the oldest first. Those in which they only help stay with their owners."""
    found = []
    for case in cases_worked_on(user.pk, area_id):
        if owner_of(case.pk) == user:
            policy = staffing_of(case)
            able = [
                other
                for other, facts in facts_for_offers(case, MemberRole.OWNER, at)
                if blockers_to_offer(facts, policy).is_open
            ]
            found.append(PileCase(case, able, open_offer_of(case.pk, MemberRole.OWNER)))
    return found
