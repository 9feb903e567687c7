"""May this case be offered to this facilitator, and may this colleague stand in for somebody who is away?"""

from talkingpiece.staffing.gates.leave import LeaveFacts, blockers_to_leave, facts_for_leave
from talkingpiece.staffing.gates.leave import warnings as leave_warnings
from talkingpiece.staffing.gates.offer import blockers_to_offer, speaks, warnings
from talkingpiece.staffing.gates.offer_facts import OfferFacts, facts_for_offer, facts_for_offers

__all__ = [
    "LeaveFacts",
    "OfferFacts",
    "blockers_to_leave",
    "blockers_to_offer",
    "facts_for_leave",
    "facts_for_offer",
    "facts_for_offers",
    "leave_warnings",
    "speaks",
    "warnings",
]
