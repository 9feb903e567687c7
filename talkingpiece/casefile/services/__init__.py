from talkingpiece.casefile.services.leaving import close_account, hand_over_rest
from talkingpiece.casefile.services.life import correct_fact, end_case, reopen_case, stop_everything

__all__ = ["close_account", "correct_fact", "end_case", "hand_over_rest", "reopen_case", "stop_everything"]
