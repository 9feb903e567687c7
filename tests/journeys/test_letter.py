"""A letter in the browser: written, looked at, released and posted; also on an old telephone."""

from __future__ import annotations

from talkingpiece.notifications.models import Letter
from talkingpiece.people.services import Way
from tests.journeys.conftest import inside
from tests.journeys.visitor import Visitor
from tests.world import World

POST = Way("post", "14 Elm Road, Ridgeway, RG1 4QQ")


def test_a_letter_is_looked_at_before_it_goes(service: World, somebody: Visitor) -> None:
    with inside(service):
        case = service.case("Maya", ways=(POST,))
        service.responsible(case)
    daniel = somebody.sign_in(service.facilitator).open("casefile:case", case.reference).follow("Letters")
    daniel.sees("Nobody has been written to yet", "To Maya", "That comes after the approach").follow(
        "What happens next"
    )
    daniel.press("Look at the letter").sees("Fill in: What happens next?")
    daniel.fill("What happens next?", "We come to see you on Thursday. Callum Reeve has heard of it.")
    daniel.press("Look at the letter").sees("Not yet: one thing comes before", "These words have to go: Callum, Reeve")
    daniel.follow("Take these words out").fill("What happens next?", "We come to see you on Thursday.")
    daniel.press("Look at the letter").press("Release it").sees("In a plain envelope")
    daniel.sees_not("14 Elm Road").follow("Open it to print (PDF)").sees("The print bears an address.", "20 more today")
    daniel.press("Open it to print (PDF)").sees("Choose what you need it for").follow("Back without looking")
    daniel.press("It was posted").sees("Posted")


def test_the_same_on_an_old_telephone(service: World, on_an_old_phone: Visitor) -> None:
    with inside(service):
        case = service.case("Joan", ways=())
    daniel = on_an_old_phone.sign_in(service.facilitator)
    daniel.open("notifications:write", case.reference, case.victim_id, "date")
    daniel.fill("When?", "Thursday 26 November, 2pm").fill("Where?", "Tanner Street Hall").choose("Large print")
    daniel.press("Look at the letter").press("Release it").sees("Handed over in person")
    daniel.press("It was handed over").sees("Handed over")
    with inside(service):
        assert Letter.objects.get(case=case).went_at is not None
