"""May we ask an agency? May a supervisor decide without its answer? May what was told be reviewed, and corrected?"""

from talkingpiece.information_sharing.gates.ask import blockers_to_ask
from talkingpiece.information_sharing.gates.ask_facts import (
    AskFacts,
    categories_of,
    facts_for_ask,
    ground_of,
    questions_with_ground,
)
from talkingpiece.information_sharing.gates.close import CloseFacts, blockers_to_close, facts_for_close
from talkingpiece.information_sharing.gates.disclosed import (
    blockers_to_correct,
    blockers_to_review,
    facts_for_correction,
    facts_for_review,
)
from talkingpiece.information_sharing.gates.link import LinkFacts, blockers_to_link, facts_for_link
from talkingpiece.information_sharing.gates.package import PackageFacts, blockers_to_share, facts_for_package

__all__ = [
    "AskFacts",
    "CloseFacts",
    "LinkFacts",
    "PackageFacts",
    "blockers_to_ask",
    "blockers_to_close",
    "blockers_to_correct",
    "blockers_to_link",
    "blockers_to_review",
    "blockers_to_share",
    "categories_of",
    "facts_for_ask",
    "facts_for_close",
    "facts_for_correction",
    "facts_for_link",
    "facts_for_package",
    "facts_for_review",
    "ground_of",
    "questions_with_ground",
]
