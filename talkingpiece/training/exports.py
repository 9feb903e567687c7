"""The files that leave this room."""

from __future__ import annotations

from talkingpiece.accounts.acts import Act
from talkingpiece.documents.exports import Export, Shape
from talkingpiece.documents.payloads import Audience
from talkingpiece.protection.classes import DataClass

MODULE = Export(
    name="module.taken",
    shape=Shape.FORM,
    act=Act.TRAINING_SEE,
    audiences=(Audience.LEARNER,),
    holds=frozenset({DataClass.S0}),
    columns=None,
    why="A module of the training pack, with what the area added. Everybody in its examples is invented.",
)

CERTIFICATE = Export(
    name="certificate.taken",
    shape=Shape.PAPER,
    act=Act.TRAINING_SEE,
    audiences=(Audience.LEARNER,),
    holds=frozenset({DataClass.S0}),
    columns=None,
    why="That somebody passed a module, until when it counts. Not how.",
)
