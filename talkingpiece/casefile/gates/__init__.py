"""What must be so before a file is closed, before an account is, and before something is written in another place."""

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
from talkingpiece.casefile.gates.moving import MoveFacts, blockers_to_move, facts_for_move

__all__ = [
    "NO_CONTACT",
    "EndFacts",
    "LeavingFacts",
    "Left",
    "MoveFacts",
    "Told",
    "blockers_to_close_account",
    "blockers_to_end",
    "blockers_to_move",
    "facts_for_closing_account",
    "facts_for_end",
    "facts_for_move",
]
