from __future__ import annotations

from typing import ClassVar

from talkingpiece.areas.profile import Section


class Sharing(Section):
    KEY: ClassVar[str] = "information_sharing"
    # Ticked beforehand when an offender manager is asked: information_sharing.states.Question.
    questions: tuple[str, ...] = ("suitable", "stance", "risk", "conditions", "dates")
