"""The gates of a meeting as pure functions over plain facts."""

from talkingpiece.meetings.conditions.agreeing import blockers_to_agree
from talkingpiece.meetings.conditions.beginning import (
    blockers_to_begin,
    check_that_counts,
    checks_needed,
    worries,
)
from talkingpiece.meetings.conditions.booking import blockers_to_book, blockers_to_choose, scope_of
from talkingpiece.meetings.conditions.facts import (
    AgreementFacts,
    Answer,
    BeginFacts,
    BookingFacts,
    CaseFacts,
    CheckMade,
    Missing,
    OffenderFacts,
    Policy,
    Seat,
    Signatory,
    Worker,
)

__all__ = [
    "AgreementFacts",
    "Answer",
    "BeginFacts",
    "BookingFacts",
    "CaseFacts",
    "CheckMade",
    "Missing",
    "OffenderFacts",
    "Policy",
    "Seat",
    "Signatory",
    "Worker",
    "blockers_to_agree",
    "blockers_to_begin",
    "blockers_to_book",
    "blockers_to_choose",
    "check_that_counts",
    "checks_needed",
    "scope_of",
    "worries",
]
