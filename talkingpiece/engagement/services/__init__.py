from talkingpiece.engagement.services.answering import agree_to_approach, ask_supervisor, decide_exception
from talkingpiece.engagement.services.approaching import approach_offender, record_reply, record_stance
from talkingpiece.engagement.services.contacts import record_contact
from talkingpiece.engagement.services.listening import (
    NeedSaid,
    give_information,
    record_listening,
    record_need,
    record_voice,
)
from talkingpiece.engagement.services.preparing import record_preparation
from talkingpiece.engagement.services.visits import plan_visit, record_visit_held, record_visit_not_held

__all__ = [
    "NeedSaid",
    "agree_to_approach",
    "approach_offender",
    "ask_supervisor",
    "decide_exception",
    "give_information",
    "plan_visit",
    "record_contact",
    "record_listening",
    "record_need",
    "record_preparation",
    "record_reply",
    "record_stance",
    "record_visit_held",
    "record_visit_not_held",
    "record_voice",
]
