"""A gate's page offers a reader only the doors that open for them; who can open the others stands beside them."""

from __future__ import annotations

from talkingpiece.cases.access import get_case
from talkingpiece.cases.presenters import gate_page
from talkingpiece.core.blockers import Blocker, condition, verdict
from talkingpiece.protection.classes import Side
from tests.world import World

NO_CONSENT = Blocker("no_consent", "She has not agreed", "Ask her", "Only she", Side.VICTIM, door="consents:ledger")
NO_PLAN = Blocker("no_plan", "There is no plan", "Plan it", "A facilitator", Side.SERVICE, door="meetings:plan")


def doors(world: World, reader: str) -> list[str]:
    opened = get_case(getattr(world, reader), world.reference)  # type: ignore[attr-defined]
    answer = verdict([condition(False, "", NO_CONSENT), condition(False, "", NO_PLAN)])
    page = gate_page(opened, answer, heading_closed="this", heading_open="This")
    return [door.url for row in page["gate"].blockers for door in row.doors]


def test_a_door_that_does_not_open_for_a_reader_is_not_shown(world: World) -> None:
    case = world.case()
    world.reference = case.reference  # type: ignore[attr-defined]
    plan = f"/staff/cases/{case.reference}/meetings/plan/"

    assert plan in [url.rstrip("/") + "/" for url in doors(world, "facilitator")]
    assert plan not in [url.rstrip("/") + "/" for url in doors(world, "supervisor")]
