"""The files that leave this room."""

from __future__ import annotations

from talkingpiece.accounts.acts import Act
from talkingpiece.documents.exports import Desk, Export, Shape
from talkingpiece.evaluation.presenters.tidy import COLUMNS
from talkingpiece.protection.classes import DataClass

FIGURES = Export(
    name="figures.exported",
    shape=Shape.TABLE,
    act=Act.FIGURES_SEE,
    audiences=(Desk.ANYBODY,),
    holds=frozenset({DataClass.S0}),
    columns=COLUMNS,
    why="Figures as the reader's own page shows them, small numbers held back; nobody is behind a row.",
)
