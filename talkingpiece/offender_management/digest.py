"""What waits for somebody in an agency, counted: for an e-mail that says how much waits, and never of whom.

It counts what the feed shows them at that moment. What is closed to them, by an agreement that ended a minute ago or
by somebody's no, is not counted either.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.accounts.models import User
from talkingpiece.offender_management.feed import FeedFact, feed
from talkingpiece.offender_management.models import OutcomeReport
from talkingpiece.offender_management.states import Kind

# What lies further ahead than this is not urgent enough for a message.
AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Waiting:
    """How much of each kind. `mark`: of exactly these things, without saying which; new when anything is."""

    count: dict[Kind, int]
    mark: str

    @property
    def lines(self) -> list[str]:
        found = []
        if n := self.count.get(Kind.QUESTION, 0):
            found.append(ngettext("%(n)d request to answer", "%(n)d requests to answer", n) % {"n": n})
        if n := self.count.get(Kind.OUTCOME, 0):
            found.append(ngettext("%(n)d report to read", "%(n)d reports to read", n) % {"n": n})
        if n := self.count.get(Kind.ACTIONS, 0):
            found.append(ngettext("%(n)d thing due this week", "%(n)d things due this week", n) % {"n": n})
        if n := self.count.get(Kind.DATES, 0):
            found.append(ngettext("%(n)d appointment this week", "%(n)d appointments this week", n) % {"n": n})
        return found


def waiting_for(user: User, at: datetime) -> Waiting:
    """In the areas that are in sight."""
    entries = feed(user.agency, user, at) if user.agency else ()
    facts = [(entry.entry_id, fact) for entry in entries for fact in entry.facts]
    unread, today = _unread(user, [fact for _entry, fact in facts]), timezone.localdate(at)
    waits = [(entry, fact) for entry, fact in facts if _waits(fact, unread, today)]
    keys = sorted(f"{entry}:{fact.kind}:{fact.key}" for entry, fact in waits)
    return Waiting(Counter(fact.kind for _entry, fact in waits), sha256("\n".join(keys).encode()).hexdigest())


def _waits(fact: FeedFact, unread: set[UUID], today: date) -> bool:
    soon = fact.on is not None and fact.on <= today + AHEAD
    return {
        Kind.QUESTION: True,
        Kind.OUTCOME: fact.subject_id in unread,
        Kind.ACTIONS: soon and fact.waits_since is None,
        Kind.DATES: soon and fact.on is not None and fact.on >= today,
    }.get(fact.kind, False)


def _unread(user: User, facts: list[FeedFact]) -> set[UUID]:
    sent = [fact.subject_id for fact in facts if fact.kind is Kind.OUTCOME and fact.subject_id]
    found = OutcomeReport.objects.filter(pk__in=sent, recipient=user, first_read_at__isnull=True)
    return set(found.values_list("pk", flat=True))


def message(waiting: Waiting, place: str) -> tuple[str, str]:
    """Subject and words: counts, where to sign in as always, and no link, so that nobody learns to follow one."""
    lines = "\n".join(f"- {line}" for line in waiting.lines)
    told = {"name": settings.TP_PUBLIC_NAME, "place": place, "lines": lines}
    words = _(
        "This waits for you at %(name)s, %(place)s:\n\n%(lines)s\n\nSign in as you always do. "
        "Whoever it is about is named there and not here."
    )
    return _("Something waits for you"), words % told
