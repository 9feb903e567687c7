from talkingpiece.identification.services.deleting import delete_rows, expire_rows
from talkingpiece.identification.services.extracts import (
    ExtractStale,
    FileWanted,
    choose_columns,
    discard_extract,
    expire_extract,
    keep_extract,
    take_mended,
)
from talkingpiece.identification.services.linking import say_of_pair
from talkingpiece.identification.services.screening import (
    accept_row,
    ask_to_screen,
    leave_out,
    put_off,
    screen_area,
)
from talkingpiece.identification.services.taking_in import take_in

__all__ = [
    "ExtractStale",
    "FileWanted",
    "accept_row",
    "ask_to_screen",
    "choose_columns",
    "delete_rows",
    "discard_extract",
    "expire_extract",
    "expire_rows",
    "keep_extract",
    "leave_out",
    "put_off",
    "say_of_pair",
    "screen_area",
    "take_in",
    "take_mended",
]
