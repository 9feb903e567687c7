"""The gates of a meeting as pure functions over plain facts."""

from talkingpiece.meetings.conditions.agreeing import blockers_to_agree, blockers_to_vary
from talkingpiece.meetings.conditions.beginning import (
    blockers_to_begin,
    check_that_counts,
    checks_needed,
)
from talkingpiece.meetings.conditions.booking import blockers_to_book, blockers_to_choose
from talkingpiece.meetings.conditions.facts import (
    AgreementFacts,
    Answer,
    Asked,
    BeginFacts,
    BookingFacts,
    CaseFacts,
    CheckMade,
    Missing,
    OffenderFacts,
    Policy,
    Promised,
    ProposalFacts,
    Seat,
    Signatory,
    Worker,
)
from talkingpiece.meetings.conditions.law import scope_of
from talkingpiece.meetings.conditions.proposing import blockers_to_propose
from talkingpiece.meetings.conditions.staff import worries

__all__ = [
    "AgreementFacts",
    "Answer",
    "Asked",
    "BeginFacts",
    "BookingFacts",
    "CaseFacts",
    "CheckMade",
    "Missing",
    "OffenderFacts",
    "Policy",
    "Promised",
    "ProposalFacts",
    "Seat",
    "Signatory",
    "Worker",
    "blockers_to_agree",
    "blockers_to_begin",
    "blockers_to_book",
    "blockers_to_choose",
    "blockers_to_propose",
    "blockers_to_vary",
    "check_that_counts",
    "checks_needed",
    "scope_of",
    "worries",
]
