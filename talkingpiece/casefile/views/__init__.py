from talkingpiece.casefile.views.case_list import case_list, case_list_file
from talkingpiece.casefile.views.correcting import error
from talkingpiece.casefile.views.emergencies import emergencies, emergency, emergency_over, emergency_review
from talkingpiece.casefile.views.ending import end, reopen, stop
from talkingpiece.casefile.views.leaving import away, hand_over_rest, leaving
from talkingpiece.casefile.views.listing import cases
from talkingpiece.casefile.views.overview import overview
from talkingpiece.casefile.views.revealing import more_reveals, reveal, reveals, uncover
from talkingpiece.casefile.views.told import told_others
from talkingpiece.casefile.views.trail import looked, looked_by, trail
from talkingpiece.casefile.views.whole import case
from talkingpiece.casefile.views.work import door, my_work

__all__ = [
    "away",
    "case",
    "case_list",
    "case_list_file",
    "cases",
    "door",
    "emergencies",
    "emergency",
    "emergency_over",
    "emergency_review",
    "end",
    "error",
    "hand_over_rest",
    "leaving",
    "looked",
    "looked_by",
    "more_reveals",
    "my_work",
    "overview",
    "reopen",
    "reveal",
    "reveals",
    "stop",
    "told_others",
    "trail",
    "uncover",
]
