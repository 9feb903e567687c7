from talkingpiece.engagement.views.call_outs import call_out
from talkingpiece.engagement.views.contacts import contact
from talkingpiece.engagement.views.listening import information, listen, need, voice
from talkingpiece.engagement.views.offender import approach, reply, stance
from talkingpiece.engagement.views.out import check_in
from talkingpiece.engagement.views.preparation import prepare
from talkingpiece.engagement.views.supervision import ask, exception, supervise
from talkingpiece.engagement.views.visits import visit, visit_held, visit_not_held

__all__ = [
    "approach",
    "ask",
    "call_out",
    "check_in",
    "contact",
    "exception",
    "information",
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
