from talkingpiece.records.views.lists import (
    bring,
    bring_in,
    columns,
    discard,
    lists,
    mended,
    one_list,
    template,
    to_mend,
)
from talkingpiece.records.views.merging import alike, merge, merge_undo
from talkingpiece.records.views.taken import settle, taken_over

__all__ = [
    "alike",
    "bring",
    "bring_in",
    "columns",
    "discard",
    "lists",
    "mended",
    "merge",
    "merge_undo",
    "one_list",
    "settle",
    "taken_over",
    "template",
    "to_mend",
]
