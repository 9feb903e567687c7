from talkingpiece.risk.gates.accept import blockers_to_accept_risk, goes_ahead
from talkingpiece.risk.gates.submit import Decided, Looked, SubmitFacts, blockers_to_submit, facts_for_submit

__all__ = [
    "Decided",
    "Looked",
    "SubmitFacts",
    "blockers_to_accept_risk",
    "blockers_to_submit",
    "facts_for_submit",
    "goes_ahead",
]
