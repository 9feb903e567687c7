"""The files that leave this room."""

from __future__ import annotations

from talkingpiece.accounts.acts import Act
from talkingpiece.documents.exports import Desk, Export, Shape
from talkingpiece.protection.classes import DataClass

TEMPLATE = Export(
    name="list.template_taken",
    shape=Shape.FORM,
    act=Act.LIST_BRING,
    audiences=(Desk.WORKER,),
    holds=frozenset({DataClass.S0}),
    columns=None,
    why="Empty, with a second sheet that says what each column means. Nothing of anybody is in it.",
)
TO_MEND = Export(
    name="list.rows_given_back",
    shape=Shape.TABLE,
    act=Act.LIST_BRING,
    audiences=(Desk.WORKER,),
    holds=frozenset({DataClass.V0, DataClass.V1, DataClass.V2, DataClass.O1, DataClass.O2, DataClass.R1, DataClass.C1}),
    columns=None,
    why="Rows of the list that the same office brought, as they were brought, with what is wrong in each.",
)
