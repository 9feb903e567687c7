"""What rooms above may ask of this one."""

from talkingpiece.evaluation.queries.asking import Due, answers_of, due_to_ask, to_ask, what_happened
from talkingpiece.evaluation.queries.journeys import journeys_of

__all__ = ["Due", "answers_of", "due_to_ask", "journeys_of", "to_ask", "what_happened"]
