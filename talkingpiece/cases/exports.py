"""The files that leave this room."""

from __future__ import annotations

from talkingpiece.accounts.acts import Act
from talkingpiece.documents.exports import Desk, Export, Shape
from talkingpiece.protection.classes import DataClass

PAPER = Export(
    name="paper.handed_over",
    shape=Shape.RECEIVED,
    act=Act.CASE_SEE,
    audiences=(Desk.WORKER,),
    holds=frozenset({DataClass.V0, DataClass.V1, DataClass.V2, DataClass.O1, DataClass.O2, DataClass.R1, DataClass.C1}),
    columns=None,
    why="What somebody of the case brought, as it was kept, for whoever works on that case and for nobody outside.",
)
