from talkingpiece.records.queries.known import known_to, mark_of
from talkingpiece.records.queries.lists import OpenList, digest_of, open_list, same_file
from talkingpiece.records.queries.taken import TakenCount, brought_at, taken_count, taken_over

__all__ = [
    "OpenList",
    "TakenCount",
    "brought_at",
    "digest_of",
    "known_to",
    "mark_of",
    "open_list",
    "same_file",
    "taken_count",
    "taken_over",
]
