from talkingpiece.identification.views.extracts import (
    bring,
    columns,
    delete,
    discard,
    extract,
    extracts,
    mended,
    take_in,
    to_mend,
)
from talkingpiece.identification.views.funnel import funnel, owed
from talkingpiece.identification.views.linking import conflict, conflicts, pair, pairs
from talkingpiece.identification.views.screening import again, row, rows, screen

__all__ = [
    "again",
    "conflict",
    "conflicts",
    "pair",
    "pairs",
    "funnel",
    "owed",
    "row",
    "rows",
    "screen",
    "bring",
    "columns",
    "delete",
    "discard",
    "extract",
    "extracts",
    "mended",
    "take_in",
    "to_mend",
]
