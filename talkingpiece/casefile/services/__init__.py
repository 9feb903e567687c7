from talkingpiece.casefile.services.case_list import ask_for_case_list, write_case_list
from talkingpiece.casefile.services.leaving import close_account, hand_over_rest
from talkingpiece.casefile.services.life import correct_fact, end_case, put_away, reopen_case, stop_everything
from talkingpiece.casefile.services.moving import move_fact

__all__ = [
    "ask_for_case_list",
    "close_account",
    "correct_fact",
    "end_case",
    "hand_over_rest",
    "move_fact",
    "put_away",
    "reopen_case",
    "stop_everything",
    "write_case_list",
]
