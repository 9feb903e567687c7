from talkingpiece.casefile.queries.progress import progress_of
from talkingpiece.casefile.queries.promises import Promised, owed, replies_owed, update_due_on
from talkingpiece.casefile.queries.shelf import Shelf

__all__ = ["Promised", "Shelf", "owed", "progress_of", "replies_owed", "update_due_on"]
