"""What rooms above may ask of this one."""

from talkingpiece.meetings.queries.agreed import (
    agreement_of,
    due_now,
    items_due,
    items_of,
    items_of_meeting,
    next_follow_up,
    open_items,
    variations_of,
)
from talkingpiece.meetings.queries.agreed import items as items_agreed
from talkingpiece.meetings.queries.circles import (
    facts_for_proposal,
    proposals_for,
    proposals_from,
    proposals_to_answer,
    rounds_of,
    with_open_seats,
)
from talkingpiece.meetings.queries.facts import booking_facts
from talkingpiece.meetings.queries.invite import choices, invitable, may_be_told
from talkingpiece.meetings.queries.meetings import (
    ahead,
    checks_of,
    debriefs_owed,
    for_user,
    home_case,
    meetings_of,
    responsibles_at,
    to_tell,
    to_write_up,
    with_people,
)
from talkingpiece.meetings.queries.planned import NOWHERE, Place, Planned, planned
from talkingpiece.meetings.queries.policies import approach_of, policies, policy_for
from talkingpiece.meetings.queries.standing import Fallen, Judged, fallen, judged, policy_of, standing, way_of

__all__ = [
    "NOWHERE",
    "Fallen",
    "Judged",
    "Place",
    "Planned",
    "agreement_of",
    "ahead",
    "approach_of",
    "booking_facts",
    "checks_of",
    "choices",
    "debriefs_owed",
    "due_now",
    "facts_for_proposal",
    "fallen",
    "for_user",
    "home_case",
    "invitable",
    "items_agreed",
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
    "proposals_for",
    "proposals_from",
    "proposals_to_answer",
    "responsibles_at",
    "rounds_of",
    "standing",
    "to_tell",
    "to_write_up",
    "variations_of",
    "way_of",
    "with_open_seats",
    "with_people",
]
