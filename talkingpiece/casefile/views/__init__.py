from talkingpiece.casefile.views.correcting import error
from talkingpiece.casefile.views.ending import end, reopen, stop
from talkingpiece.casefile.views.revealing import reveal

__all__ = ["end", "error", "reopen", "reveal", "stop"]
