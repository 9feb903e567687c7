"""The files that leave this room."""

from __future__ import annotations

from talkingpiece.accounts.acts import Act
from talkingpiece.documents.exports import Desk, Export, Shape
from talkingpiece.documents.payloads import Audience
from talkingpiece.protection.classes import DataClass

CASE_LIST = Export(
    name="cases.exported",
    shape=Shape.TABLE,
    act=Act.CASE_EXPORT,
    audiences=(Desk.WORKER,),
    holds=frozenset({DataClass.S0, DataClass.V0}),
    columns=(
        "reference",
        "opened",
        "step",
        "status",
        "owner",
        "ball_with",
        "ball_about",
        "ball_since",
        "next_promise",
        "promised_by",
        "late",
    ),
    why="Open cases of one area by their numbers: whose they are and what comes next. No name, no way to anybody.",
)

TOLD_OTHERS = Export(
    name="disclosures.pdf_read",
    shape=Shape.PAPER,
    act=Act.LETTER_WRITE,
    audiences=(Audience.VICTIM,),
    holds=frozenset({DataClass.V0, DataClass.V2}),
    columns=None,
    why="What was told to whom about the victim, to be given to them in person; nothing of where the other person is.",
)
