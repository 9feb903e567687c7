from talkingpiece.records.queries.known import known_to, mark_of
from talkingpiece.records.queries.lists import OpenList, digest_of, open_list, same_file
from talkingpiece.records.queries.taken import TakenCount, taken_count, taken_over

__all__ = [
    "OpenList",
    "TakenCount",
    "digest_of",
    "known_to",
    "mark_of",
    "open_list",
    "same_file",
    "taken_count",
    "taken_over",
]
