from talkingpiece.records.gates.bringing import ListFacts, blockers_to_bring, facts_for_bring

__all__ = ["ListFacts", "blockers_to_bring", "facts_for_bring"]
