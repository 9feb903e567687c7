"""What earlier records say opens nothing: each gate is as closed as in a case that is new."""

from datetime import timedelta

import pytest

from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.cases.queries import open_ball
from talkingpiece.core import clock
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.engagement.gates import (
    blockers_to_approach,
    blockers_to_be_ready,
    blockers_to_take_part,
    facts_for_approach,
    facts_for_take_part,
)
from talkingpiece.engagement.queries import engagement, victim_ready_facts
from talkingpiece.meetings.gates import blockers_to_book, facts_for_booking
from talkingpiece.meetings.queries import Place
from talkingpiece.meetings.queries import policy_of as meeting_policy
from talkingpiece.meetings.services import Plan, plan_meeting
from talkingpiece.protection.classes import Side
from talkingpiece.records.models import TakenOver
from talkingpiece.records.services import settle_taken_over
from talkingpiece.risk.gates import blockers_to_accept_risk
from talkingpiece.risk.queries import policy_of, risk_facts
from tests.records.lists import as_csv, looked_at, row
from tests.records.test_bring_in import bring
from tests.world import World

CONFERENCE = "conference"


def taken(world: World) -> Case:
    (case,) = bring(world, looked_at(world, as_csv([row(1, facilitator=world.facilitator.email)])))
    return Case.objects.select_related("victim", "area", "incident").get(pk=case.pk)


def settle(world: World, one: TakenOver, *, holds: bool = True) -> None:
    settle_taken_over(
        taken_id=one.pk,
        holds=holds,
        on=clock.today(),
        how="She said so on the telephone.",
        by=world.facilitator,
        at=clock.now(),
    )


def like_it_but_new(world: World) -> Case:
    case = world.case("Ottoline", ways=())
    world.responsible(case)
    return Case.objects.select_related("victim", "area", "incident").get(pk=case.pk)


def codes(world: World, case: Case) -> dict[str, list[str]]:
    responsible = Responsible.objects.select_related("person", "offender_manager").get(case=case)
    at, on = clock.now(), clock.today()
    policy = engagement(case)
    meeting = plan_meeting(plan=conference(world, case, responsible), by=world.facilitator, at=at)
    return {
        "ready": blockers_to_be_ready(victim_ready_facts(case, on), policy).codes,
        "approach": blockers_to_approach(facts_for_approach(case, responsible, at), policy).codes,
        "take part": blockers_to_take_part(facts_for_take_part(responsible), policy).codes,
        "risk": blockers_to_accept_risk(risk_facts(case.pk, CONFERENCE, on), policy_of(case)).codes,
        "book": blockers_to_book(facts_for_booking(meeting, at), meeting_policy(meeting)).codes,
    }


def conference(world: World, case: Case, responsible: Responsible) -> Plan:
    return Plan(
        approach=CONFERENCE,
        starts_at=clock.now() + timedelta(days=20),
        venue="Tanner Street Hall",
        venue_kind="neutral",
        lead=world.facilitator,
        co_facilitator=world.other_facilitator,
        places=[
            Place(case.victim, "victim", Side.VICTIM, case),
            Place(responsible.person, "offender", Side.OFFENDER, case),
        ],
    )


def test_every_gate_is_as_closed_as_in_a_new_case(world: World) -> None:
    brought, new = codes(world, taken(world)), codes(world, like_it_but_new(world))
    assert all(new.values())
    assert brought == new


def test_confirming_what_was_taken_over_opens_no_gate_either(world: World) -> None:
    case = taken(world)
    before = codes(world, case)
    for one in TakenOver.objects.filter(case=case):
        settle(world, one)
    assert codes(world, case) == before


def test_with_the_last_answer_the_case_goes_on(world: World) -> None:
    case = taken(world)
    *others, last = TakenOver.objects.filter(case=case)
    for one in others:
        settle(world, one)
    assert (ball := open_ball(case.pk))
    assert ball.what == What.RECONFIRM

    settle(world, last, holds=False)

    assert (ball := open_ball(case.pk))
    assert (ball.what, ball.user) == (What.NEXT_CONTACT, world.facilitator)
    last.refresh_from_db()
    assert (last.holds, last.settled_by, last.settled_how) == (
        False,
        world.facilitator,
        "She said so on the telephone.",
    )
    with pytest.raises(IllegalTransition):
        settle(world, last)
