from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.cases.queries import team_of
from talkingpiece.engagement.gates.approach import approach_consent
from talkingpiece.engagement.models import Approach
from talkingpiece.engagement.queries import last_approach
from talkingpiece.engagement.services.approaching import may_be_approached


@dataclass(frozen=True)
class Words:
    """What may be said, word for word; empty while nobody agreed. And what was said before."""

    may_be_said: str
    agreed_at: datetime | None
    earlier: Approach | None
    now: bool  # not while they think, after a yes, or before the day that they named


def words_to_say(case: Case, responsible: Responsible, at: datetime) -> Words:
    consent = approach_consent(case, responsible, at)
    earlier = last_approach(responsible.pk)
    return Words(
        may_be_said=consent.wording if consent else "",
        agreed_at=consent.happened_at if consent else None,
        earlier=earlier,
        now=may_be_approached(earlier, timezone.localdate(at)),
    )


def tellers(case: Case, responsible: Responsible, user: User) -> list[User]:
    """Who may have told the offender: whoever works on the case, whoever records it, and the offender manager."""
    found = [user, *(member.user for member in team_of(case.pk))]
    if responsible.offender_manager is not None:
        found.append(responsible.offender_manager)
    return list({person.pk: person for person in found}.values())
