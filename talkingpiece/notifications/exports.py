"""The files that leave this room."""

from __future__ import annotations

from talkingpiece.accounts.acts import Act
from talkingpiece.documents.exports import Export, Shape
from talkingpiece.documents.payloads import Audience
from talkingpiece.protection.classes import DataClass

LETTER = Export(
    name="letter.pdf_read",
    shape=Shape.PAPER,
    act=Act.LETTER_WRITE,
    audiences=(Audience.VICTIM, Audience.OFFENDER, Audience.SUPPORTER),
    holds=frozenset({DataClass.V1, DataClass.V2, DataClass.O2, DataClass.M1}),
    columns=None,
    why="To be printed, for the one person to whom it is written, with nothing of the other side's whereabouts.",
)
