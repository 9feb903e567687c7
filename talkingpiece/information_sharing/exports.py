"""The files that leave this room."""

from __future__ import annotations

from talkingpiece.accounts.acts import Act
from talkingpiece.documents.exports import Export, Shape
from talkingpiece.documents.payloads import Audience
from talkingpiece.protection.classes import DataClass

PACKAGE = Export(
    name="package.pdf_read",
    shape=Shape.PAPER,
    act=Act.LETTER_WRITE,
    audiences=(Audience.SUPPORTER,),
    holds=frozenset({DataClass.V0, DataClass.V2}),
    columns=None,
    why="What a second person approved for one organisation beside the victim; nothing of where anybody is.",
)
