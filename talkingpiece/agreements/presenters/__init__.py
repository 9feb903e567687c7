from talkingpiece.agreements.presenters.due import due_rows
from talkingpiece.agreements.presenters.gate import gate_page
from talkingpiece.agreements.presenters.listing import groups, state_of
from talkingpiece.agreements.presenters.matrix import matrix
from talkingpiece.agreements.presenters.one import one_page

__all__ = ["due_rows", "gate_page", "groups", "matrix", "one_page", "state_of"]
