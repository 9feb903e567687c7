"""The acts on a meeting: the only writers of this room's tables."""

from talkingpiece.meetings.services.agreeing import Draft, record_agreement, record_result
from talkingpiece.meetings.services.booking import begin_meeting, book_meeting, record_check
from talkingpiece.meetings.services.holding import (
    Attendance,
    Record,
    record_debrief,
    record_held,
    take_back_record,
)
from talkingpiece.meetings.services.locking import Stale, lock_meeting
from talkingpiece.meetings.services.planning import (
    NewSupporter,
    Plan,
    cancel_meeting,
    change_meeting,
    plan_meeting,
    record_told,
)

__all__ = [
    "Attendance",
    "Draft",
    "NewSupporter",
    "Plan",
    "Record",
    "Stale",
    "begin_meeting",
    "book_meeting",
    "cancel_meeting",
    "change_meeting",
    "lock_meeting",
    "plan_meeting",
    "record_agreement",
    "record_check",
    "record_debrief",
    "record_held",
    "record_result",
    "record_told",
    "take_back_record",
]
