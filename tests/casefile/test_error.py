"""Entered in error: nothing is deleted, everybody can read why, and no gate counts it again."""

from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.urls import reverse

from talkingpiece.accounts.models import User
from talkingpiece.audit.models import Event
from talkingpiece.casefile.access import PATHS, path_to_case
from talkingpiece.casefile.services import correct_fact, end_case
from talkingpiece.cases.balls import What
from talkingpiece.cases.legal_queries import legal_contact
from talkingpiece.cases.models import Case, Ending, LegalCheck
from talkingpiece.cases.queries import open_ball
from talkingpiece.cases.services import pause_case, record_legal_check
from talkingpiece.cases.states import ContactScope, LegalResult
from talkingpiece.consents.states import Item
from talkingpiece.protection.classes import Side
from talkingpiece.protection.rows import Fact
from tests.casefile import rows
from tests.casefile.test_end_case import WITHDREW
from tests.world import World

FACTS = [model for model in apps.get_models() if issubclass(model, Fact)]
# Of a worker and a person, in no case.
NO_CASE = {"people.Conflict", "people.Merge", "staffing.PracticeRecord"}


def mark(
    world: World, case: Case, fact: Fact, *, why: str = "It belongs to another case.", by: User | None = None
) -> Any:
    label = f"{fact._meta.app_label}.{type(fact).__name__}"
    path = reverse("casefile:error", args=[case.reference, label, fact.pk])
    answer = world.client(by or world.facilitator).post(path, {"why": why})
    fact.refresh_from_db()
    return answer


def checked(world: World, case: Case) -> LegalCheck:
    responsible = world.responsible(case)
    return record_legal_check(
        responsible_id=responsible.pk, result=LegalResult.CLEAR, source="Tom", by=world.facilitator, at=world.now
    )


def contact_is_clear(world: World, check: LegalCheck) -> bool:
    state = legal_contact(check.responsible_id, scope=ContactScope.APPROACH, on=world.now.date(), at=world.now)
    return state == "clear"


def test_a_wrong_legal_check_opens_no_gate_any_longer(world: World) -> None:
    case = world.case()
    check = checked(world, case)
    assert contact_is_clear(world, check)
    assert mark(world, case, check).status_code == 302
    assert not contact_is_clear(world, check)
    assert (check.error_by, check.error_why) == (world.facilitator, "It belongs to another case.")
    event = Event.objects.get(name="fact.entered_in_error")
    assert (event.about_id, event.case_id, event.side) == (check.pk, case.pk, Side.SERVICE)


def test_without_a_reason_nothing_is_marked(world: World) -> None:
    case = world.case()
    check = checked(world, case)
    answer = mark(world, case, check, why="  ")
    assert "Say what is wrong with it" in answer.content.decode()
    assert check.stands


def test_whoever_was_first_stays_named(world: World) -> None:
    case = world.case()
    check = checked(world, case)
    mark(world, case, check)
    answer = mark(world, case, check, why="Another reason", by=world.coordinator)
    assert "This was entered in error" in answer.content.decode()
    assert (check.error_by, check.error_why) == (world.facilitator, "It belongs to another case.")


@pytest.mark.parametrize("who", ["other_facilitator", "supervisor", "offender_manager"])
def test_only_a_worker_of_the_case_marks_facts(world: World, who: str) -> None:
    case = world.case()
    check = checked(world, case)
    assert mark(world, case, check, by=getattr(world, who)).status_code == 404
    assert check.stands


def test_a_fact_of_another_case_is_not_found_here(world: World) -> None:
    mine, other = world.case(), world.case("Peter")
    check = checked(world, other)
    assert mark(world, mine, check).status_code == 404
    assert check.stands


@pytest.mark.parametrize("label", ["accounts.User", "cases.Case", "nothing", "cases.Nothing", "cases.Member"])
def test_what_is_no_fact_is_not_found(world: World, label: str) -> None:
    case = world.case()
    path = reverse("casefile:error", args=[case.reference, label, uuid4()])
    assert world.client(world.facilitator).post(path, {"why": "x"}).status_code == 404


def test_an_ending_is_undone_by_reopening_only(world: World) -> None:
    case = world.case()
    end_case(case_id=case.pk, told=WITHDREW, by=world.facilitator, at=world.now)
    ending = Ending.objects.get(case=case)
    assert mark(world, case, ending).status_code == 404
    assert ending.stands


def test_a_pause_that_never_was_gives_the_ball_back(world: World) -> None:
    case = world.case()
    pause = pause_case(case_id=case.pk, words="", resume_on=None, by=world.facilitator, at=world.now)
    correct_fact(case_id=case.pk, fact=pause, side=Side.VICTIM, why="x", by=world.facilitator, at=world.now)
    ball = open_ball(case.pk)
    assert ball is not None
    assert (ball.user, ball.what) == (world.facilitator, What.NEXT_CONTACT)


def test_a_meetings_fact_is_found_through_who_takes_part(world: World) -> None:
    case, other = world.case(), world.case("Peter")
    meeting = rows.meeting(world, case, held=True)
    agreement = rows.promise(world, meeting, rows.seat(meeting, case, case.victim)).agreement
    assert mark(world, other, agreement).status_code == 404
    assert mark(world, case, agreement).status_code == 302
    assert not agreement.stands


def test_a_victims_fact_is_entered_under_the_victims_side(world: World) -> None:
    case = world.case()
    mark(world, case, rows.consent(world, case, Item.HOLD_NOTES))
    assert Event.objects.get(name="fact.entered_in_error").side == Side.VICTIM


def test_the_gate_of_an_ending_sees_no_error(world: World) -> None:
    """An approach marked as an error was never made: the ending asks for no word to the offender."""
    case = world.case()
    row = rows.approach(world, case, world.responsible(case))
    mark(world, case, row)
    assert end_case(case_id=case.pk, told=WITHDREW, by=world.facilitator, at=world.now)


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model._meta.label)
def test_every_fact_leads_to_its_case(model: type[Fact]) -> None:
    assert (path_to_case(model) in PATHS) is (model._meta.label not in NO_CASE)
