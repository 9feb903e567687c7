"""A visit on a telephone in a car park: planned, arrived, home, each with one tap; and one who does not come home."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from talkingpiece.cases.models import Case
from talkingpiece.engagement.models import CallOut, Visit
from talkingpiece.engagement.services import plan_visit, raise_call_out
from tests.journeys.conftest import inside
from tests.journeys.visitor import Visitor
from tests.world import World


def test_a_visit_and_one_from_which_nobody_came_home(
    service: World, on_an_old_phone: Visitor, somebody: Visitor
) -> None:
    case = given_a_case(service)
    when_he_plans_a_visit(service, on_an_old_phone, case)
    when_he_taps_on_the_way(on_an_old_phone)
    then_everybody_knows_that_he_is_home(service)
    when_he_does_not_come_home(service, case)
    when_the_coordinator_looks_for_him(service, somebody)
    then_nobody_looks_for_him_any_more(service, on_an_old_phone)


def given_a_case(service: World) -> Case:
    with inside(service):
        return service.case("Maya")


def when_he_plans_a_visit(service: World, him: Visitor, case: Case) -> None:
    him.sign_in(service.facilitator).open("engagement:visit", case.reference, case.victim_id)
    him.press("Plan the visit").sees("Say where", "Say what the visit is for")
    tomorrow = timezone.now() + timedelta(days=1)
    him.moment("When?", tomorrow.replace(hour=10, minute=0)).fill("Where?", "14 Mill Lane").fill("What for?", "Talk")
    him.fill("Home by", "23:00").fill("Whom do we ring", "Bea, 07700 900555").press("Plan the visit")


def when_he_taps_on_the_way(him: Visitor) -> None:
    him.open("casefile:my_work").follow("Visit to Maya").sees("I need more time").sees_not("14 Mill Lane")
    him.press("Reveal where the visit is").sees("14 Mill Lane")
    him.press("Arrived").sees("Written down: arrived.")
    him.choose("30 minutes").fill("Why?", "She talks").press("Give me more time").sees("She talks")
    him.press("Left").press("Home").sees("Good that you are home").sees_not("I need more time")


def then_everybody_knows_that_he_is_home(service: World) -> None:
    with inside(service):
        visit = Visit.objects.get()
        assert None not in {visit.arrived_at, visit.left_at, visit.home_at}


def when_he_does_not_come_home(service: World, case: Case) -> None:
    now = timezone.now()
    with inside(service):
        service.facilitator.phone = "07700 900123"
        service.facilitator.save()
        visit = plan_visit(
            case_id=case.pk,
            person_id=case.victim_id,
            purpose="Second talk",
            planned_at=now - timedelta(hours=2),
            place="14 Mill Lane",
            home_by=now - timedelta(minutes=20),
            worker=service.facilitator,
            by=service.facilitator,
            at=now - timedelta(hours=3),
        )
        raise_call_out(visit_id=visit.pk, by=None, at=now)


def when_the_coordinator_looks_for_him(service: World, her: Visitor) -> None:
    her.sign_in(service.coordinator).open("casefile:my_work").sees("Now: Ring Daniel Okafor.")
    her.follow("Daniel Okafor is not back from a visit").sees_not("07700 900123", "14 Mill Lane")
    her.press("Show their number and the address").sees("07700 900123", "14 Mill Lane")
    her.choose("Not reached").press("Write it down").sees("Not reached")


def then_nobody_looks_for_him_any_more(service: World, him: Visitor) -> None:
    him.open("casefile:my_work").sees("Say that you are home, or ask for more time.").press("Home")
    with inside(service):
        assert CallOut.objects.get().closed_how == "home"
