from talkingpiece.risk.gates.accept import blockers_to_accept_risk, goes_ahead
from talkingpiece.risk.gates.sign import SignFacts, blockers_to_sign, facts_for_sign
from talkingpiece.risk.gates.submit import SIDES, Decided, Looked, SubmitFacts, blockers_to_submit, facts_for_submit

__all__ = [
    "SIDES",
    "SignFacts",
    "blockers_to_sign",
    "facts_for_sign",
    "Decided",
    "Looked",
    "SubmitFacts",
    "blockers_to_accept_risk",
    "blockers_to_submit",
    "facts_for_submit",
    "goes_ahead",
]
