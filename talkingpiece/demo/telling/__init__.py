"""The verbs in which the demo's stories are told: each is one act of one room."""

from __future__ import annotations

from dataclasses import dataclass

from talkingpiece.demo.telling.arriving import Arriving
from talkingpiece.demo.telling.assessing import Assessing
from talkingpiece.demo.telling.circle import Circles
from talkingpiece.demo.telling.companions import Companions
from talkingpiece.demo.telling.emergencies import Emergencies
from talkingpiece.demo.telling.front_door import FrontDoor
from talkingpiece.demo.telling.out import Out
from talkingpiece.demo.telling.papers import Papers
from talkingpiece.demo.telling.teams import Teams
from talkingpiece.demo.telling.words import Promise, Worry, safe

__all__ = ["Promise", "Story", "Worry", "safe"]


@dataclass
class Story(Arriving, FrontDoor, Teams, Circles, Companions, Papers, Out, Assessing, Emergencies):
    """One person's way through the service, told at its own moments."""
