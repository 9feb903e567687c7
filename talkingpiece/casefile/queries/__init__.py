from talkingpiece.casefile.queries.progress import progress_of
from talkingpiece.casefile.queries.shelf import Shelf

__all__ = ["Shelf", "progress_of"]
