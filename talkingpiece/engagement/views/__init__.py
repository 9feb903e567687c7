from talkingpiece.engagement.views.beside import ask_beside
from talkingpiece.engagement.views.call_outs import call_out
from talkingpiece.engagement.views.contacts import contact
from talkingpiece.engagement.views.legal_visits import (
    legal_visit,
    legal_visit_answer,
    legal_visit_asked,
    legal_visits,
)
from talkingpiece.engagement.views.listening import information, listen, need, voice
from talkingpiece.engagement.views.offender import approach, reply, stance
from talkingpiece.engagement.views.out import check_in
from talkingpiece.engagement.views.outside import answer_outside, ask_outside
from talkingpiece.engagement.views.preparation import prepare
from talkingpiece.engagement.views.supervision import ask, exception, supervise
from talkingpiece.engagement.views.visits import visit, visit_held, visit_not_held

__all__ = [
    "approach",
    "ask",
    "answer_outside",
    "ask_beside",
    "ask_outside",
    "call_out",
    "check_in",
    "contact",
    "exception",
    "information",
    "legal_visit",
    "legal_visit_answer",
    "legal_visit_asked",
    "legal_visits",
    "listen",
    "need",
    "prepare",
    "reply",
    "stance",
    "supervise",
    "visit",
    "visit_held",
    "visit_not_held",
    "voice",
]
