from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.cases.queries import team_of
from talkingpiece.engagement.gates.approach import approach_consent
from talkingpiece.engagement.models import Approach
from talkingpiece.engagement.queries import last_approach
from talkingpiece.engagement.services.approaching import may_be_approached
from talkingpiece.engagement.states import Reply
from talkingpiece.ui.dates import short_date


@dataclass(frozen=True)
class Words:
    """What may be said, word for word; empty while nobody agreed. And what was said before."""

    may_be_said: str
    agreed_at: datetime | None
    earlier: Approach | None
    now: bool  # not while they think, after a yes, or before the day that they named


def open_heading(name: str, words: Words) -> str:
    """Over a gate that is open: what is to be done now, if anything."""
    values = {"name": name}
    if words.now or words.earlier is None:
        return _("%(name)s can be approached now") % values
    if words.earlier.reply == Reply.YES:
        return _("%(name)s said yes") % values
    if words.earlier.reply == Reply.NOT_NOW:
        day = short_date(words.earlier.ask_again_on)
        return _("%(name)s asked for time, until %(day)s") % {**values, "day": day}
    return _("%(name)s is thinking it over") % values


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
