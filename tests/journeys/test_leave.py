"""A week away: his stand-in rings from his line; he comes back and reads it; another case goes over for good."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from talkingpiece.audit.models import Event
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import open_ball, owner_of
from talkingpiece.cases.services import pass_ball
from talkingpiece.cases.states import Holder
from tests.casefile.rows import listened_to
from tests.journeys.conftest import inside
from tests.journeys.visitor import Visitor
from tests.world import World


def test_a_week_away_and_a_case_handed_over(service: World, somebody: Visitor, on_an_old_phone: Visitor) -> None:
    maya, peter = given_two_cases(service)
    then_a_colleague_does_not_see_her_yet(service, on_an_old_phone, maya)
    when_he_arranges_leave(service, somebody)
    when_his_stand_in_rings_her(service, on_an_old_phone, maya)
    then_the_case_and_its_ball_are_still_his(service, maya)
    when_he_is_back(service, somebody)
    then_a_colleague_does_not_see_her_yet(service, on_an_old_phone, maya)
    when_he_offers_the_other_case(service, somebody, peter)
    when_she_takes_it(service, on_an_old_phone, peter)
    then_it_is_hers(service, maya, peter)


def given_two_cases(service: World) -> tuple[Case, Case]:
    with inside(service):
        maya, peter = service.case("Maya"), service.case("Peter")
        for case in (maya, peter):
            listened_to(service, case, days_ago=10)
        pass_ball(
            case=maya,
            holder=Holder.USER,
            user=service.facilitator,
            what=What.NEXT_CONTACT,
            at=service.now - timedelta(days=2),
            due_at=service.now + timedelta(minutes=5),
        )
        return maya, peter


def then_a_colleague_does_not_see_her_yet(service: World, ruth: Visitor, maya: Case) -> None:
    ruth.sign_in(service.other_facilitator).open("casefile:my_work").sees_not("Maya")
    answer = ruth.page.goto(ruth.site + reverse("casefile:case", args=[maya.reference]))
    assert answer is not None
    assert answer.status == 404


def when_he_arranges_leave(service: World, daniel: Visitor) -> None:
    today = timezone.localdate()
    daniel.sign_in(service.facilitator).open("casefile:my_work").follow("Arrange leave")
    daniel.sees("Nobody asks why somebody is away")
    daniel.press("Arrange").sees("Enter the first day away", "Choose who stands in")
    daniel.day("First day away", today).day("First day back", today + timedelta(days=7))
    daniel.select("Who stands in?", "Sian Maddox").press("Arrange")
    daniel.sees("Sian Maddox does not work with people of cases in this area")
    daniel.select("Who stands in?", "Ruth Penhaligon").press("Arrange")
    daniel.sees("Ruth Penhaligon stands in.", "Get in touch again", "Ruth sees it.")


def when_his_stand_in_rings_her(service: World, ruth: Visitor, maya: Case) -> None:
    ruth.open("casefile:my_work").sees("You stand in for Daniel until", "Maya Deol")
    row = ruth.page.locator("li", has_text="Get in touch again").first
    row.get_by_role("button", name="Show the number").click()
    ruth.looks_right().sees("01632 960001")
    ruth.open("casefile:my_work")
    row = ruth.page.locator("li", has_text="Get in touch again").first
    row.locator("summary").click()
    row.get_by_role("button", name="We spoke").click()
    ruth.looks_right().sees("The contact with Maya is recorded")
    ruth.sees_not("Get in touch again")


def then_the_case_and_its_ball_are_still_his(service: World, maya: Case) -> None:
    with inside(service):
        ball = open_ball(maya.pk)
        assert ball is not None
        assert ball.user_id == service.facilitator.pk
        assert owner_of(maya.pk) == service.facilitator
        for name in ("point.revealed", "contact.recorded"):
            entry = Event.objects.get(name=name)
            assert entry.actor_id == service.other_facilitator.pk
            assert entry.detail["standing_in_for"] == str(service.facilitator.pk)


def when_he_is_back(service: World, daniel: Visitor) -> None:
    daniel.open("staffing:leave").press("Back already: end it now").sees("Everything is with Daniel Okafor again")
    daniel.open("casefile:my_work").sees("What happened while you were away", "Ruth Penhaligon worked on it")


def when_he_offers_the_other_case(service: World, daniel: Visitor, peter: Case) -> None:
    daniel.open("staffing:hand_over").press("Offer them").sees("Write a few words to them")
    daniel.select(f"Peter Deol, {peter.reference}", "Ruth Penhaligon")
    daniel.fill("A few words to them", "You know the town, and he likes to talk while walking.")
    daniel.press("Offer them").sees("One case is offered.", "Offered to Ruth Penhaligon, no answer yet")


def when_she_takes_it(service: World, ruth: Visitor, peter: Case) -> None:
    ruth.sign_in(service.other_facilitator).open("casefile:my_work").sees("Please answer by").follow("Look and answer")
    ruth.choose("Yes, I take this case", of="Do you take it?").press("Send your answer").sees("The case is yours.")


def then_it_is_hers(service: World, maya: Case, peter: Case) -> None:
    with inside(service):
        assert owner_of(peter.pk) == service.other_facilitator
        assert owner_of(maya.pk) == service.facilitator
