from talkingpiece.information_sharing.services.answering import answer_request, keep_draft
from talkingpiece.information_sharing.services.asking import (
    ask_agency,
    chase_request,
    close_request,
    note_answer_read,
    refer_to_supervisor,
)
from talkingpiece.information_sharing.services.reporting import disclose_report
from talkingpiece.information_sharing.services.telling import (
    disclose_under_duty,
    record_consultation,
    record_person_told,
)
from talkingpiece.information_sharing.services.visiting import disclose_visit

__all__ = [
    "answer_request",
    "ask_agency",
    "chase_request",
    "close_request",
    "disclose_report",
    "disclose_under_duty",
    "disclose_visit",
    "keep_draft",
    "note_answer_read",
    "record_consultation",
    "record_person_told",
    "refer_to_supervisor",
]
