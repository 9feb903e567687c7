"""How many keys, and how many seconds, five acts take that people do every day. By keyboard alone, three times each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from benchmarks.hands import HEADING, Effort, Hands
from talkingpiece.accounts.models import User
from talkingpiece.cases.balls import What
from talkingpiece.cases.services import pass_ball
from talkingpiece.cases.states import Holder
from talkingpiece.core import clock
from talkingpiece.engagement.models import Visit
from talkingpiece.engagement.services import plan_visit
from talkingpiece.people.services import Way
from tests.journeys.conftest import inside
from tests.journeys.visitor import Visitor
from tests.world import World

TIMES = 3
NewHands = Callable[[User, str], Hands]


@pytest.fixture
def hands(page: Page, live_url: str) -> NewHands:
    def start(user: User, path: str) -> Hands:
        Visitor(page, live_url, lambda _page: None).sign_in(user)
        page.goto(live_url + path)
        return Hands(page)

    return start


def measure_effort(service: World, hands: NewHands) -> None:
    efforts = [
        Effort("No answer, try again", tuple(_no_answer(service, hands, n) for n in range(TIMES))),
        Effort("The number that is safe now", tuple(_safe_number(service, hands, n) for n in range(TIMES))),
        Effort("A telephone intake, sent to triage", tuple(_telephone(service, hands, n) for n in range(TIMES))),
        Effort("A visit written up", tuple(_visit(service, hands, n) for n in range(TIMES))),
        Effort("The quarter’s figures, as a file", tuple(_quarter(service, hands) for _n in range(TIMES))),
    ]
    print(f"\n\n{HEADING}")
    for effort in efforts:
        print(effort.line())
    print()


def _no_answer(service: World, hands: NewHands, number: int) -> Hands:
    """From My work: “Rang, no answer, try Thursday after six.”"""
    with inside(service):
        case = service.case(f"Grace{'abc'[number]}", ways=(Way("call", "01632 960417"),))
        at = clock.now()
        due = at + timedelta(minutes=1)
        pass_ball(case=case, holder=Holder.USER, user=service.facilitator, what=What.NEXT_CONTACT, at=at, due_at=due)
    me = hands(service.facilitator, reverse("casefile:my_work"))
    me.tab_to("Log the call").press("Enter")
    me.tab_to("Try again").type("Thursday after six")
    return me.tab_to("No answer").go("Enter")


def _safe_number(service: World, hands: NewHands, number: int) -> Hands:
    """From My work to the number, with its rule beside it, ready to ring."""
    called = f"Ines{'abc'[number]}"
    with inside(service):
        case = service.case(called, ways=(Way("call", "01632 960418"),))
        at = clock.now()
        due = at + timedelta(minutes=1)
        pass_ball(case=case, holder=Holder.USER, user=service.facilitator, what=What.NEXT_CONTACT, at=at, due_at=due)
    me = hands(service.facilitator, reverse("casefile:my_work"))
    me.tab_to(f"{called}’s number, which is safe now").go("Enter")
    return me.tab_to("Ring this number")


def _telephone(service: World, hands: NewHands, number: int) -> Hands:
    """A first name, safe to talk, one safe way, and one sentence of what happened."""
    me = hands(service.coordinator, reverse("casefile:my_work"))
    me.tab_to("Take a call").go("Enter")
    me.tab_to("What shall I call you?").type(("Bronwen", "Farida", "Leszek")[number])
    me.tab_to("Yes").press("Space")
    me.tab_to("Phone call").press("Space")
    me.tab_to("Which number").type("07700 900418")
    me.tab_to("What happened?").type("Broken into in March. She wants to know why her house.")
    return me.tab_to("Send to triage").go("Enter")


def _visit(service: World, hands: NewHands, number: int) -> Hands:
    """From My work: everybody is home, it was held, and three sentences."""
    called = f"Noor{'abc'[number]}"
    _planned(service, called)
    me = hands(service.facilitator, reverse("casefile:my_work"))
    me.tab_to(f"Visit to {called}").go("Enter")
    me.tab_to("Write up the visit").go("Enter")
    me.tab_to("Note").type("She slept badly and wants him to know. Her sister may come along. Next time by day.")
    return me.tab_to("Save").go("Enter")


def _planned(service: World, called: str) -> Visit:
    with inside(service):
        case = service.case(called)
        at = clock.now()
        return plan_visit(
            case_id=case.pk,
            person_id=case.victim_id,
            purpose="First meeting",
            planned_at=at - timedelta(hours=2),
            place="Her kitchen, 4 Alder Row",
            home_by=at + timedelta(hours=1),
            worker=service.facilitator,
            by=service.facilitator,
            at=at - timedelta(days=1),
        )


def _quarter(service: World, hands: NewHands) -> Hands:
    """From My work to the saved file."""
    me = hands(service.coordinator, reverse("casefile:my_work"))
    me.tab_to("Figures").go("Enter")
    me.tab_to("Download")
    with me.page.expect_download():
        me.press("Enter")
    return me
