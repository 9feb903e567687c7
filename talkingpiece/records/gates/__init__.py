from talkingpiece.records.gates.bringing import ListFacts, blockers_to_bring, facts_for_bring
from talkingpiece.records.gates.merging import MergeFacts, blockers_to_merge, facts_for_merge

__all__ = [
    "ListFacts",
    "MergeFacts",
    "blockers_to_bring",
    "blockers_to_merge",
    "facts_for_bring",
    "facts_for_merge",
]
