from talkingpiece.records.presenters.history import timeline
from talkingpiece.records.presenters.line import TakenLine, taken_line

__all__ = ["TakenLine", "taken_line", "timeline"]
