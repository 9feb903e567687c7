from talkingpiece.staffing.views.duty import duty, rota, take_away
from talkingpiece.staffing.views.leave import end, leave, leave_of
from talkingpiece.staffing.views.matching import lessons, need, plan
from talkingpiece.staffing.views.offers import allocate, answer, conflict
from talkingpiece.staffing.views.pile import hand_over, hand_over_of
from talkingpiece.staffing.views.team import facilitator, team

__all__ = [
    "allocate",
    "answer",
    "conflict",
    "duty",
    "end",
    "facilitator",
    "hand_over",
    "hand_over_of",
    "leave",
    "leave_of",
    "need",
    "lessons",
    "plan",
    "rota",
    "take_away",
    "team",
]
