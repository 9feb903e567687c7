"""The legal-contact check. Pure. Unknown counts as no; the protected person's wish lifts nothing."""

from __future__ import annotations

from collections.abc import Iterable
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
class RestrictionFacts:
    forbids: frozenset[str]
    starts_on: date
    ends_on: date | None
    lifted_on: date | None
    exception_allows: frozenset[str]
    exception_evidenced: bool
    exception_from: date | None
    exception_until: date | None

    def forbids_on(self, scope: str, on: date) -> bool:
        in_force = self.starts_on <= on and not self.is_over(on)
        return scope in self.forbids and in_force and not self._excepted(scope, on)

    def is_over(self, on: date) -> bool:
        ended = self.ends_on is not None and self.ends_on <= on
        return ended or (self.lifted_on is not None and self.lifted_on <= on)

    def _excepted(self, scope: str, on: date) -> bool:
        if scope not in self.exception_allows or not self.exception_evidenced or self.exception_from is None:
            return False
        return self.exception_from <= on and (self.exception_until is None or on < self.exception_until)


@dataclass(frozen=True)
class LegalFacts:
    """The newest standing check and every standing restriction of one responsible person."""

    result: str | None
    checked_at: datetime | None
    restrictions: tuple[RestrictionFacts, ...]


def legal_state(
    facts: LegalFacts, *, scope: str, on: date, at: datetime, at_most: timedelta | None = None
) -> LegalState:
    """Whether contact of this `scope` is lawful `on` that day, as far as was checked by `at`.

    `at_most`: how old the check may be. A check that found restrictions is clear when what it found is recorded (an
    order that was not over when it was made) and nothing recorded forbids this scope on that day.
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
    if at_most is not None and at - facts.checked_at > at_most:
        return LegalState.STALE
    return LegalState.CLEAR


def restriction_facts(rows: Iterable[object]) -> tuple[RestrictionFacts, ...]:
    """From rows of cases.models.Restriction."""
    return tuple(
        RestrictionFacts(
            forbids=frozenset(row.forbids),  # type: ignore[attr-defined]
            starts_on=row.starts_on,  # type: ignore[attr-defined]
            ends_on=row.ends_on,  # type: ignore[attr-defined]
            lifted_on=row.lifted_on,  # type: ignore[attr-defined]
            exception_allows=frozenset(row.exception_allows),  # type: ignore[attr-defined]
            exception_evidenced=bool(row.exception_evidence),  # type: ignore[attr-defined]
            exception_from=row.exception_from,  # type: ignore[attr-defined]
            exception_until=row.exception_until,  # type: ignore[attr-defined]
        )
        for row in rows
    )
