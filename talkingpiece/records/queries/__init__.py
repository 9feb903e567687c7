from talkingpiece.records.queries.known import known_to, mark_of
from talkingpiece.records.queries.lists import OpenList, digest_of, open_list, same_file
from talkingpiece.records.queries.merging import alike_to, cases_of, open_beside, read_as, same_side
from talkingpiece.records.queries.taken import TakenCount, brought_at, taken_count, taken_over

__all__ = [
    "OpenList",
    "TakenCount",
    "alike_to",
    "brought_at",
    "cases_of",
    "digest_of",
    "known_to",
    "mark_of",
    "open_beside",
    "open_list",
    "read_as",
    "same_file",
    "same_side",
    "taken_count",
    "taken_over",
]
