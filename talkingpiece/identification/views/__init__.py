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

__all__ = ["bring", "columns", "delete", "discard", "extract", "extracts", "mended", "take_in", "to_mend"]
