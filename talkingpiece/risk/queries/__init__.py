from talkingpiece.risk.queries.assessments import (
    assessments,
    content_digest,
    current,
    earlier_views,
    open_assessment,
    policy_of,
    seen,
    to_sign,
    took_part,
    views_of,
)
from talkingpiece.risk.queries.facts import FlagFacts, Joined, RiskFacts, risk_facts, risk_facts_of
from talkingpiece.risk.queries.flags import flags, open_flags, still_open, unanswered_flags
from talkingpiece.risk.queries.outside import live_outside
from talkingpiece.risk.queries.people import signer_of, supervisors

__all__ = [
    "FlagFacts",
    "Joined",
    "RiskFacts",
    "assessments",
    "content_digest",
    "current",
    "earlier_views",
    "flags",
    "live_outside",
    "open_assessment",
    "open_flags",
    "policy_of",
    "risk_facts",
    "risk_facts_of",
    "seen",
    "signer_of",
    "supervisors",
    "still_open",
    "to_sign",
    "took_part",
    "unanswered_flags",
    "views_of",
]
