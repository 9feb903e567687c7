from talkingpiece.records.services.bringing import bring_in
from talkingpiece.records.services.confirming import settle_taken_over
from talkingpiece.records.services.lists import (
    ListStale,
    answer_rows,
    choose_columns,
    discard_list,
    expire_list,
    keep_list,
    take_mended,
)
from talkingpiece.records.services.merging import merge_people

__all__ = [
    "ListStale",
    "answer_rows",
    "bring_in",
    "choose_columns",
    "discard_list",
    "expire_list",
    "keep_list",
    "merge_people",
    "settle_taken_over",
    "take_mended",
]
