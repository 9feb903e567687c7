from talkingpiece.engagement.services.anew import Told, record_anew
from talkingpiece.engagement.services.answering import (
    agree_to_approach,
    answer_outside,
    ask_outside,
    ask_supervisor,
    decide_exception,
)
from talkingpiece.engagement.services.approaching import approach_offender, record_reply, record_stance
from talkingpiece.engagement.services.call_outs import answer_step, raise_call_out
from talkingpiece.engagement.services.contacts import record_contact
from talkingpiece.engagement.services.legal_visits import (
    answer_legal_visit,
    ask_legal_visit,
    chase_legal_visit,
    withdraw_legal_visit,
)
from talkingpiece.engagement.services.listening import (
    NeedSaid,
    give_information,
    record_listening,
    record_need,
    record_voice,
)
from talkingpiece.engagement.services.out import check_in, need_more_time
from talkingpiece.engagement.services.preparing import record_preparation
from talkingpiece.engagement.services.visits import plan_visit, record_visit_held, record_visit_not_held

__all__ = [
    "NeedSaid",
    "Told",
    "agree_to_approach",
    "answer_legal_visit",
    "answer_outside",
    "answer_step",
    "approach_offender",
    "ask_legal_visit",
    "ask_outside",
    "ask_supervisor",
    "chase_legal_visit",
    "check_in",
    "decide_exception",
    "give_information",
    "need_more_time",
    "plan_visit",
    "raise_call_out",
    "record_anew",
    "record_contact",
    "record_listening",
    "record_need",
    "record_preparation",
    "record_reply",
    "record_stance",
    "record_visit_held",
    "record_visit_not_held",
    "record_voice",
    "withdraw_legal_visit",
]
