from talkingpiece.information_sharing.services.answering import answer_by_link, answer_request, keep_draft
from talkingpiece.information_sharing.services.asking import (
    ask_agency,
    chase_request,
    close_request,
    note_answer_read,
    refer_to_supervisor,
)
from talkingpiece.information_sharing.services.disclosing import disclose
from talkingpiece.information_sharing.services.linking import LinkOver, make_link, note_link_opened, withdraw_link
from talkingpiece.information_sharing.services.packaging import approve_package, begin_package, stop_package
from talkingpiece.information_sharing.services.reporting import disclose_report
from talkingpiece.information_sharing.services.telling import (
    correct_disclosure,
    disclose_under_duty,
    record_consultation,
    record_person_told,
    review_disclosure,
)
from talkingpiece.information_sharing.services.visiting import disclose_visit

__all__ = [
    "LinkOver",
    "answer_by_link",
    "answer_request",
    "approve_package",
    "ask_agency",
    "begin_package",
    "chase_request",
    "close_request",
    "correct_disclosure",
    "disclose",
    "disclose_report",
    "disclose_under_duty",
    "disclose_visit",
    "keep_draft",
    "make_link",
    "note_answer_read",
    "note_link_opened",
    "record_consultation",
    "record_person_told",
    "refer_to_supervisor",
    "review_disclosure",
    "stop_package",
    "withdraw_link",
]
