"""What the records of an area tell the counting rules."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from talkingpiece.audit.corrections import enter_in_error
from talkingpiece.cases.states import Route
from talkingpiece.evaluation.counting import View, count
from talkingpiece.evaluation.queries import journeys_of
from talkingpiece.meetings.models import Part, Participant
from talkingpiece.people.models import Merge
from talkingpiece.protection.classes import Side
from talkingpiece.referrals.services import Source, signpost_referral
from talkingpiece.referrals.states import Form
from tests.casefile import rows
from tests.evaluation.given import (
    asked,
    came,
    ended,
    informed,
    last_quarter,
    met,
    need,
    paused,
    spoke,
    taken,
    then,
)
from tests.world import World


def figure(world: World, key: str, view: View = View.COHORT) -> int:
    window = last_quarter(world).window(world.now.date())
    return count(journeys_of(world.area), window)[view, key].value


def test_a_case_with_two_responsible_persons_is_two_referrals(world: World) -> None:
    case = taken(world)
    assert figure(world, "received") == 1
    world.responsible(case, "Callum")
    world.responsible(case, "Dean")
    assert figure(world, "received") == 2


def test_every_way_in_has_its_line(world: World) -> None:
    came(world, "Joan")
    came(world, "Peter", form=Form.AGENCY, route=Route.AGENCY, initiated_by="agency")
    came(world, "Zainab", form=Form.LIST, route=Route.EXTRACTION)
    assert [figure(world, key) for key in ("received", "route_self", "route_agency", "waiting")] == [2, 1, 1, 2]
    assert figure(world, "from_list", View.PERIOD) == 1


def test_a_referral_that_was_helped_elsewhere_is_decided_and_not_open(world: World) -> None:
    referral = came(world, "Joan")
    decided: dict[str, Any] = {
        "to": "A law centre",
        "words": "They can.",
        "told_how": "call",
        "remit_version": 1,
        "remit_reason": "x",
    }
    assert figure(world, "elsewhere") == 0
    signpost_referral(referral_id=referral.pk, by=world.coordinator, at=then(world, 2), **decided)
    assert [figure(world, key) for key in ("elsewhere", "waiting", "open")] == [1, 0, 0]


def test_whoever_rang_us_was_spoken_with_on_that_day(world: World) -> None:
    came(world, "Joan", form=Form.TELEPHONE, source=Source(taken_by=world.coordinator, acknowledge="told"))
    came(world, "Peter")
    assert figure(world, "spoke") == 1
    assert [figure(world, key) for key in ("speak_due", "speak_in_time", "speak_late")] == [2, 1, 1]


def test_a_talk_supports_and_an_attempt_does_not(world: World) -> None:
    case = taken(world)
    row = spoke(world, case)
    assert figure(world, "spoke") == 1
    row.outcome = "no_answer"
    row.save()
    assert figure(world, "spoke") == 0


def test_an_offer_needs_the_information_and_an_answer(world: World) -> None:
    case = taken(world)
    informed(world, case)
    assert figure(world, "offered") == 0
    rows.consent(world, case, "approach", days_ago=1)
    assert figure(world, "offered") == 1


def test_to_stop_is_an_answer_to_the_offer(world: World) -> None:
    case = taken(world)
    informed(world, case)
    ended(world, case, "victim_withdrew")
    assert figure(world, "offered") == 1


def test_they_met_only_if_both_were_there(world: World) -> None:
    case, other = taken(world, "Maya"), taken(world, "Joan")
    met(world, case, world.responsible(case, "Callum"))
    met(world, other, world.responsible(other, "Dean"), there=False)
    assert figure(world, "direct") == 1


def test_an_organisation_is_there_in_whoever_speaks_for_it(world: World) -> None:
    case = taken(world)
    held = met(world, case, world.responsible(case))
    seat = Participant.objects.get(meeting=held, part=Part.VICTIM)
    seat.part = Part.REPRESENTATIVE
    seat.save()
    assert figure(world, "direct") == 1


def test_a_circle_is_no_meeting_of_both(world: World) -> None:
    case = taken(world)
    held = met(world, case, world.responsible(case))
    held.approach = "healing_circle"
    held.save()
    assert (figure(world, "circle"), figure(world, "direct")) == (1, 0)


def test_only_the_offender_who_was_there_was_met(world: World) -> None:
    case = taken(world)
    met(world, case, world.responsible(case, "Callum"))
    world.responsible(case, "Dean")
    assert (figure(world, "received"), figure(world, "direct")) == (2, 1)


@pytest.mark.parametrize("fact", ["spoke", "informed", "ended", "need", "asked"])
def test_what_was_entered_in_error_changes_no_figure(world: World, fact: str) -> None:
    case = taken(world)
    known = need(world, case)
    window = last_quarter(world).window(world.now.date())
    before = {key: one.value for key, one in count(journeys_of(world.area), window).items()}
    made = {
        "spoke": lambda: spoke(world, case),
        "informed": lambda: informed(world, case),
        "ended": lambda: ended(world, case, "other"),
        "need": lambda: need(world, case, "to sleep"),
        "asked": lambda: asked(world, case, {known: "fully"}),
    }[fact]()
    changed = {key: one.value for key, one in count(journeys_of(world.area), window).items()}
    assert changed != before or fact == "informed"
    enter_in_error(made, by=world.facilitator, at=world.now, why="Wrong case.", case_id=case.pk, side=Side.VICTIM)
    assert {key: one.value for key, one in count(journeys_of(world.area), window).items()} == before


def test_a_case_that_was_opened_again_has_not_ended(world: World) -> None:
    case = taken(world)
    ending = ended(world, case, "victim_withdrew")
    assert (figure(world, "ended"), figure(world, "open")) == (1, 0)
    ending.reopened_at, ending.reopened_by = then(world, 30), world.coordinator
    ending.save()
    assert (figure(world, "ended"), figure(world, "open")) == (0, 1)


def test_pauses_do_not_make_a_case_older(world: World) -> None:
    case = taken(world, days=-130)
    assert figure(world, "open_6", View.PERIOD) == 1
    paused(world, case, -100, for_days=100)
    assert (figure(world, "open_6", View.PERIOD), figure(world, "open_3", View.PERIOD)) == (0, 1)


def test_two_records_of_one_person_are_one_harmed_person(world: World) -> None:
    case = taken(world)
    again = taken(world, "Maja", days=5)
    again.incident = case.incident
    again.save()
    assert figure(world, "received") == 2
    Merge(
        area=world.area,
        key_id=case.victim.key_id,
        kept=case.victim,
        merged=again.victim,
        happened_at=world.now,
        recorded_at=world.now,
        recorded_by=world.coordinator,
    ).save()
    assert figure(world, "received") == 1


def test_needs_are_counted_with_those_whom_nobody_asked(world: World) -> None:
    asked_case, silent = taken(world, "Maya"), taken(world, "Joan")
    first, second = need(world, asked_case), need(world, asked_case, "to sleep")
    need(world, silent)
    for case in (asked_case, silent):
        ended(world, case, "victim_needs_met_early")
    asked(world, asked_case, {first: "fully", second: "not"})
    keys = ("people", "people_answered", "people_not_asked", "needs", "needs_fully", "needs_not", "needs_unsaid")
    assert [figure(world, key, View.PERIOD) for key in keys] == [2, 1, 1, 3, 1, 1, 1]


def test_many_cases_take_as_many_queries_as_one(world: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            journeys_of(world.area)
        return len(seen)

    def lives(called: str) -> None:
        case = taken(world, called)
        responsible = world.responsible(case, f"C{called}")
        spoke(world, case)
        asked(world, case, {need(world, case): "fully"})
        met(world, case, responsible)
        ended(world, case, "completed_direct")
        came(world, called)

    lives("Maya")
    one = queries()
    for n in range(4):
        lives(f"Maya{n}")
    assert queries() == one
