from talkingpiece.training.services.alone import answer_question, begin_study, read_page
from talkingpiece.training.services.courses import (
    add_session,
    arrange_course,
    assess,
    end_trainer,
    name_trainer,
    record_attendance,
)
from talkingpiece.training.services.pack import adapt_module, still_fits, take_back_adaptation

__all__ = [
    "adapt_module",
    "add_session",
    "answer_question",
    "arrange_course",
    "assess",
    "begin_study",
    "end_trainer",
    "name_trainer",
    "read_page",
    "record_attendance",
    "still_fits",
    "take_back_adaptation",
]
