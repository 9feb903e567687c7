"""G2, G3 and G4: is the victim ready, may the offender be approached, can the offender take part."""

from talkingpiece.engagement.gates.approach import ApproachFacts, blockers_to_approach, facts_for_approach
from talkingpiece.engagement.gates.beside import (
    BesideFacts,
    blockers_to_ask_beside,
    facts_for_beside,
    facts_for_offender,
)
from talkingpiece.engagement.gates.legal_visit import LegalVisitFacts, blockers_to_ask_visit, facts_for_legal_visit
from talkingpiece.engagement.gates.ready import blockers_to_be_ready, ready_conditions
from talkingpiece.engagement.gates.supervision import ApproachQuestion, approach_question, live_outside
from talkingpiece.engagement.gates.take_part import (
    TakePartFacts,
    blockers_to_take_part,
    facts_for_take_part,
    take_part_facts,
)

__all__ = [
    "ApproachFacts",
    "ApproachQuestion",
    "BesideFacts",
    "LegalVisitFacts",
    "TakePartFacts",
    "approach_question",
    "blockers_to_approach",
    "blockers_to_ask_beside",
    "blockers_to_ask_visit",
    "blockers_to_be_ready",
    "blockers_to_take_part",
    "facts_for_approach",
    "facts_for_beside",
    "facts_for_offender",
    "facts_for_legal_visit",
    "facts_for_take_part",
    "live_outside",
    "ready_conditions",
    "take_part_facts",
]
