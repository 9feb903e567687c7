from talkingpiece.casefile.views.correcting import error
from talkingpiece.casefile.views.ending import end, reopen, stop
from talkingpiece.casefile.views.revealing import reveal
from talkingpiece.casefile.views.whole import case

__all__ = ["case", "end", "error", "reopen", "reveal", "stop"]
