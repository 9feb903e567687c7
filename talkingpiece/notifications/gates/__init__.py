"""The contact gate: asked before a machine sends a message, and before a letter leaves the house."""

from talkingpiece.notifications.gates.letters import LetterFacts, blockers_to_release, facts_for_letter
from talkingpiece.notifications.gates.messages import STALE_AFTER, SendFacts, blockers_to_send, facts_for_sending

__all__ = [
    "STALE_AFTER",
    "LetterFacts",
    "SendFacts",
    "blockers_to_release",
    "blockers_to_send",
    "facts_for_letter",
    "facts_for_sending",
]
