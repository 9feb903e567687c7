"""The legal-contact check. Pure. Unknown counts as no; the protected person's wish lifts nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils import timezone

from talkingpiece.cases.states import LegalResult


class LegalState(StrEnum):
    CLEAR = "clear"
    FORBIDDEN = "forbidden"
    UNKNOWN = "unknown"
    STALE = "stale"


@dataclass(frozen=True)
class PermissionFacts:
    """`reopened`: the kind of a change that came after somebody last read the writing; empty: none did."""

    kind: str
    allows: frozenset[str]
    granted: bool
    evidenced: bool
    starts_on: date | None
    until: date | None
    ended_on: date | None = None
    reopened: str = ""

    def holds_on(self, on: date) -> bool:
        if not (self.granted and self.evidenced) or self.reopened or self.starts_on is None:
            return False
        return self.starts_on <= on and not self.is_over(on)

    def allows_on(self, scope: str, on: date) -> bool:
        return scope in self.allows and self.holds_on(on)

    def is_over(self, on: date) -> bool:
        return any(day is not None and day <= on for day in (self.until, self.ended_on))


@dataclass(frozen=True)
class RestrictionFacts:
    forbids: frozenset[str]
    starts_on: date
    ends_on: date | None
    lifted_on: date | None
    permissions: tuple[PermissionFacts, ...] = ()

    def forbids_on(self, scope: str, on: date) -> bool:
        excepted = any(one.allows_on(scope, on) for one in self.permissions)
        return scope in self.forbids and self.starts_on <= on and not self.is_over(on) and not excepted

    def is_over(self, on: date) -> bool:
        ended = self.ends_on is not None and self.ends_on <= on
        return ended or (self.lifted_on is not None and self.lifted_on <= on)


@dataclass(frozen=True)
class LegalFacts:
    """The newest standing check and every standing restriction of one responsible person.

    `reopened`: the kind of a change that came after the check; then the check counts no longer.
    """

    result: str | None
    checked_at: datetime | None
    restrictions: tuple[RestrictionFacts, ...]
    reopened: str = ""


def legal_state(
    facts: LegalFacts, *, scope: str, on: date, at: datetime, at_most: timedelta | None = None
) -> LegalState:
    """Whether contact of this `scope` is lawful `on` that day, as far as was checked by `at`.

    `at_most`: how old the check may be; stale is also a check since which something changed. A check that found
    restrictions is clear when what it found is recorded (an order that was not over when it was made) and nothing
    recorded forbids this scope on that day.
    """
    if any(restriction.forbids_on(scope, on) for restriction in facts.restrictions):
        return LegalState.FORBIDDEN
    if facts.result is None or facts.checked_at is None or facts.checked_at > at:
        return LegalState.UNKNOWN
    if facts.result == LegalResult.RESTRICTED:
        checked_on = timezone.localdate(facts.checked_at)
        if all(restriction.is_over(checked_on) for restriction in facts.restrictions):
            return LegalState.UNKNOWN
    elif facts.result != LegalResult.CLEAR:
        return LegalState.UNKNOWN
    if facts.reopened or (at_most is not None and at - facts.checked_at > at_most):
        return LegalState.STALE
    return LegalState.CLEAR
