"""The files that leave this room."""

from __future__ import annotations

from talkingpiece.accounts.acts import Act
from talkingpiece.documents.exports import Export, Shape
from talkingpiece.documents.payloads import Audience
from talkingpiece.protection.classes import DataClass

PAPER = Export(
    name="agreement.taken",
    shape=Shape.PAPER,
    act=Act.AGREEMENT_SEE,
    audiences=(Audience.PARTNER,),
    holds=frozenset({DataClass.S0, DataClass.A1}),
    columns=None,
    why="The agreement as both parties read it, and as it lay before those who signed.",
)
