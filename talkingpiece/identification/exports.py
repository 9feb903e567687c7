"""The files that leave this room."""

from __future__ import annotations

from talkingpiece.accounts.acts import Act
from talkingpiece.documents.exports import Desk, Export, Shape
from talkingpiece.protection.classes import DataClass

TO_MEND = Export(
    name="extract.rows_given_back",
    shape=Shape.TABLE,
    act=Act.EXTRACT_TAKE,
    audiences=(Desk.WORKER,),
    holds=frozenset({DataClass.V0, DataClass.V1, DataClass.V2, DataClass.O1, DataClass.O2, DataClass.R1}),
    columns=None,
    why="Rows of a list, as an agency wrote them, with what is wrong in each, so that they can be mended there.",
)
