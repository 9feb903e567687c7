"""On a telephone and without scripts: a facilitator asks, the offender manager answers, the facilitator reads."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Page, expect

from talkingpiece.accounts.models import User
from talkingpiece.cases.models import Responsible
from tests.world import World, as_area, build_world

Axe = Callable[[Page], None]


@pytest.fixture
def world(own_database: None) -> World:
    with transaction.atomic():
        return build_world()


@pytest.fixture
def responsible(world: World) -> Responsible:
    with as_area(world):
        return world.responsible(world.case("Maya"))


def browser_of(world: World, user: User, new_page: Callable[..., Page], live_url: str) -> Page:
    with as_area(world):
        cookie = world.client(user).cookies["s"].value
    page = new_page(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    page.context.add_cookies([{"name": "s", "value": cookie, "url": live_url}])
    return page


def test_questions_go_out_and_the_answer_comes_back(
    world: World, responsible: Responsible, new_page: Callable[..., Page], live_url: str, axe: Axe
) -> None:
    facilitator = browser_of(world, world.facilitator, new_page, live_url)
    manager = browser_of(world, world.offender_manager, new_page, live_url)

    facilitator.goto(live_url + reverse("information_sharing:ask", args=[responsible.case.reference, responsible.pk]))
    facilitator.get_by_label("What have they said about what they did?").uncheck()
    facilitator.get_by_label("Anything to add").fill("For Maya, before Christmas.")
    facilitator.get_by_role("button", name="Send the questions").click()
    expect(facilitator.get_by_role("alert")).to_contain_text("would tell them who asked: Maya")
    axe(facilitator)
    facilitator.get_by_label("Anything to add").fill("Before Christmas, please.")
    facilitator.get_by_role("button", name="Send the questions").click()
    expect(facilitator.get_by_role("heading", level=1)).to_contain_text("Questions to Tom Adeyemi about Callum")
    request_page = facilitator.url

    manager.goto(live_url + reverse("information_sharing:requests"))
    manager.get_by_role("link", name="Callum Reeve").click()
    expect(manager.get_by_role("heading", name="Do not tell Callum Reeve")).to_be_visible()
    manager.get_by_label("Could they be approached, and how?").fill("Yes, at the office.")
    manager.get_by_role("button", name="Keep it and go on later").click()
    manager.get_by_role("link", name="Callum Reeve").click()
    expect(manager.get_by_label("Could they be approached, and how?")).to_have_value("Yes, at the office.")
    for question in ["What risks", "Which orders", "Which dates"]:
        manager.get_by_label(question).fill("Not known")
    manager.get_by_label("I object, for this reason").check()
    manager.get_by_role("button", name="Send the answer").click()
    expect(manager.get_by_role("alert")).to_contain_text("Say for which reason you object")
    axe(manager)
    manager.get_by_label("For which reason?").fill("He is unwell until January.")
    manager.get_by_role("button", name="Send the answer").click()
    expect(manager.get_by_role("heading", name="You answered on")).to_be_visible()

    facilitator.goto(request_page)
    expect(facilitator.get_by_text("He is unwell until January.")).to_be_visible()
    axe(facilitator)
    facilitator.get_by_role("button", name="I have read it").click()
    expect(facilitator.get_by_role("heading", level=1)).to_contain_text("May Callum be contacted at all?")
