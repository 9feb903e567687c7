"""The acts of this room: who may take what, who is on duty, who is away, and to whom a case is offered."""

from talkingpiece.staffing.services.conflicts import exclude
from talkingpiece.staffing.services.duty import CannotBeOnDuty, change_duty, plan_duty, put_on_duty, take_duty_away
from talkingpiece.staffing.services.leave import arrange_leave
from talkingpiece.staffing.services.needs import record_need
from talkingpiece.staffing.services.offers import answer_offer, offer_to_facilitator
from talkingpiece.staffing.services.planning import Chosen, NotOffered, offer_as_planned
from talkingpiece.staffing.services.workers import register_facilitator

__all__ = [
    "CannotBeOnDuty",
    "Chosen",
    "NotOffered",
    "answer_offer",
    "arrange_leave",
    "change_duty",
    "exclude",
    "offer_as_planned",
    "offer_to_facilitator",
    "plan_duty",
    "put_on_duty",
    "record_need",
    "register_facilitator",
    "take_duty_away",
]
