from talkingpiece.risk.services.assessing import (
    StaleAssessment,
    StaleFactor,
    Written,
    assess_factor,
    start_assessment,
    submit_assessment,
)
from talkingpiece.risk.services.flags import answer_flag, raise_flag
from talkingpiece.risk.services.outside import answer_outside, ask_outside
from talkingpiece.risk.services.signing import return_assessment, sign_assessment

__all__ = [
    "StaleAssessment",
    "StaleFactor",
    "Written",
    "answer_flag",
    "answer_outside",
    "ask_outside",
    "assess_factor",
    "raise_flag",
    "return_assessment",
    "sign_assessment",
    "start_assessment",
    "submit_assessment",
]
