"""What rooms above may ask of this one."""

from talkingpiece.meetings.queries.facts import booking_facts
from talkingpiece.meetings.queries.invite import choices, invitable, may_be_told
from talkingpiece.meetings.queries.meetings import (
    agreement_of,
    ahead,
    checks_of,
    debriefs_owed,
    for_user,
    items_due,
    items_of,
    items_of_meeting,
    meetings_of,
    next_follow_up,
    open_items,
    responsibles_at,
    to_tell,
    to_write_up,
    with_people,
)
from talkingpiece.meetings.queries.planned import NOWHERE, Place, Planned, planned
from talkingpiece.meetings.queries.policies import policies, policy_for
from talkingpiece.meetings.queries.standing import Fallen, Judged, fallen, judged, policy_of, standing

__all__ = [
    "NOWHERE",
    "Fallen",
    "Judged",
    "Place",
    "Planned",
    "agreement_of",
    "ahead",
    "booking_facts",
    "checks_of",
    "choices",
    "debriefs_owed",
    "fallen",
    "for_user",
    "invitable",
    "items_due",
    "items_of",
    "items_of_meeting",
    "judged",
    "may_be_told",
    "meetings_of",
    "next_follow_up",
    "open_items",
    "planned",
    "policies",
    "policy_for",
    "policy_of",
    "responsibles_at",
    "standing",
    "to_tell",
    "to_write_up",
    "with_people",
]
