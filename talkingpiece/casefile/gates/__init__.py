"""What must be so before a file is closed, and before an account is."""

from talkingpiece.casefile.gates.ending import (
    NO_CONTACT,
    EndFacts,
    Told,
    blockers_to_end,
    facts_for_end,
)
from talkingpiece.casefile.gates.leaving import (
    LeavingFacts,
    Left,
    blockers_to_close_account,
    facts_for_closing_account,
)

__all__ = [
    "NO_CONTACT",
    "EndFacts",
    "LeavingFacts",
    "Left",
    "Told",
    "blockers_to_close_account",
    "blockers_to_end",
    "facts_for_closing_account",
    "facts_for_end",
]
