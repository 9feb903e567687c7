from talkingpiece.records.presenters.history import timeline
from talkingpiece.records.presenters.line import TakenLine, taken_line
from talkingpiece.records.presenters.merging import beside_lines

__all__ = ["TakenLine", "beside_lines", "taken_line", "timeline"]
