from talkingpiece.casefile.queries.progress import progress_of
from talkingpiece.casefile.queries.promises import update_due_on
from talkingpiece.casefile.queries.shelf import Shelf

__all__ = ["Shelf", "progress_of", "update_due_on"]
