"""May we ask an agency? May a supervisor decide without its answer?"""

from talkingpiece.information_sharing.gates.ask import blockers_to_ask
from talkingpiece.information_sharing.gates.ask_facts import (
    AskFacts,
    categories_of,
    facts_for_ask,
    ground_of,
    questions_with_ground,
)
from talkingpiece.information_sharing.gates.close import CloseFacts, blockers_to_close, facts_for_close

__all__ = [
    "AskFacts",
    "CloseFacts",
    "blockers_to_ask",
    "blockers_to_close",
    "categories_of",
    "facts_for_ask",
    "facts_for_close",
    "ground_of",
    "questions_with_ground",
]
