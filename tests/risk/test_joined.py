"""Whoever joins after an assessment reopens its question, on the sides that its approach brings together."""

from datetime import timedelta
from typing import Any

import pytest

from talkingpiece.cases.models import Case, Companion
from talkingpiece.cases.services import add_companion, end_companion
from talkingpiece.protection.classes import Side
from talkingpiece.risk.gates import blockers_to_accept_risk, blockers_to_submit, facts_for_submit
from talkingpiece.risk.models import FactorView
from talkingpiece.risk.profile import INTERPRETED, VICTIM_FIRST
from talkingpiece.risk.queries import policy_of, risk_facts
from tests.risk.desk import FINE, filled, signed, write
from tests.world import World


@pytest.fixture
def case(world: World) -> Case:
    case = world.case()
    world.responsible(case)
    return case


def join(world: World, case: Case, called: str, part: str = "supporter", **more: Any) -> Companion:
    given: dict[str, Any] = {"beside": case.victim, "side": Side.VICTIM, "words": "Her sister.", "at": world.now} | more
    return add_companion(case_id=case.pk, person=world.person(called), part=part, by=world.facilitator, **given)


def codes(world: World, case: Case, approach: str = "conference") -> list[str]:
    facts = risk_facts(case.pk, approach, world.now.date())
    return blockers_to_accept_risk(facts, policy_of(case)).codes


def test_a_supporter_who_was_there_is_looked_at_and_a_later_one_is_not(world: World, case: Case) -> None:
    join(world, case, "Anita", at=world.now - timedelta(days=1))
    signed(world, case, "conference")
    assert codes(world, case) == []
    late = join(world, case, "Bea", at=world.now + timedelta(minutes=1))
    assert codes(world, case) == ["new_person"]
    end_companion(companion_id=late.pk, why="", by=world.facilitator, at=world.now)
    assert codes(world, case) == []


def test_before_the_approach_nobody_is_brought_together(world: World, case: Case) -> None:
    signed(world, case, VICTIM_FIRST)
    join(world, case, "Bea", at=world.now + timedelta(minutes=1))
    assert codes(world, case, VICTIM_FIRST) == []


def test_with_an_interpreter_it_is_asked_whom_they_know(world: World, case: Case) -> None:
    signed(world, case, "conference")
    assert codes(world, case) == []
    join(world, case, "Piotr", "interpreter", at=world.now - timedelta(days=2))
    assert codes(world, case) == ["not_everything"]


def test_an_assessment_with_an_interpreter_is_whole_only_with_the_answer(world: World, case: Case) -> None:
    join(world, case, "Piotr", "interpreter", at=world.now - timedelta(days=2))
    assessment = filled(world, case, "conference")

    def blocked() -> list[str]:
        facts = facts_for_submit(case, assessment, world.facilitator, world.now)
        return blockers_to_submit(facts, policy_of(case)).codes

    assert blocked() == ["not_looked_at_process"]
    write(assessment, INTERPRETED, FINE, world.facilitator, world.now)
    assert blocked() == []
    assert FactorView.objects.filter(assessment=assessment, factor=INTERPRETED).exists()
