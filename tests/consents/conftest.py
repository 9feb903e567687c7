from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from talkingpiece.cases.models import Case, Responsible
from talkingpiece.consents.models import Consent
from talkingpiece.consents.services import record_consent
from talkingpiece.protection.classes import Side
from tests.world import World


@dataclass
class Setting:
    world: World
    case: Case
    responsible: Responsible

    def give(self, item: str = "contact", **changes: Any) -> Consent:
        given: dict[str, Any] = {
            "case_id": self.case.pk,
            "person": self.case.victim,
            "side": Side.VICTIM,
            "item": item,
            "answer": "given",
            "wording": "The words that were put.",
            "method": "spoken",
            "by": self.world.facilitator,
            "at": self.world.now,
        }
        return record_consent(**(given | changes))


@pytest.fixture
def setting(world: World) -> Setting:
    case = world.case()
    return Setting(world, case, world.responsible(case))
