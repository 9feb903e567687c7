"""The acts on a meeting: the only writers of this room's tables."""

from talkingpiece.meetings.services.agreeing import Draft, record_agreement, record_result, record_variation
from talkingpiece.meetings.services.booking import begin_meeting, book_meeting, record_check
from talkingpiece.meetings.services.guiding import RoundSaid, arrange_meeting, order_seats
from talkingpiece.meetings.services.holding import (
    Attendance,
    Record,
    record_debrief,
    record_held,
    take_back_record,
)
from talkingpiece.meetings.services.locking import Stale, lock_meeting
from talkingpiece.meetings.services.planning import (
    Newcomer,
    NewSupporter,
    Plan,
    cancel_meeting,
    change_meeting,
    plan_meeting,
    record_told,
)
from talkingpiece.meetings.services.proposing import (
    accept_proposal,
    decline_proposal,
    propose_seat,
    take_back_proposal,
)

__all__ = [
    "Attendance",
    "Draft",
    "NewSupporter",
    "Newcomer",
    "Plan",
    "Record",
    "RoundSaid",
    "Stale",
    "accept_proposal",
    "arrange_meeting",
    "begin_meeting",
    "book_meeting",
    "cancel_meeting",
    "change_meeting",
    "decline_proposal",
    "lock_meeting",
    "order_seats",
    "plan_meeting",
    "propose_seat",
    "record_agreement",
    "record_check",
    "record_debrief",
    "record_held",
    "record_result",
    "record_told",
    "record_variation",
    "take_back_proposal",
    "take_back_record",
]
