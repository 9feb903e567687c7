"""Who may send what to whom: read only, and nothing of another area."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.presenters import groups, state_of
from talkingpiece.agreements.queries import covering
from talkingpiece.agreements.states import Category
from talkingpiece.protection.context import show_areas
from tests.agreements.given import midnight, over, row
from tests.world import World, build_world

TODAY = date.today()
NOW = timezone.now()


def get(world: World, who: str = "facilitator") -> Any:
    return world.client(getattr(world, who)).get(reverse("agreements:list"))


def for_period(world: World, start: int, end: int, signed: int | None = -400) -> Agreement:
    return row(
        world,
        starts_on=TODAY + timedelta(days=start),
        ends_on=TODAY + timedelta(days=end),
        signed_at=None if signed is None else midnight(TODAY + timedelta(days=signed)),
    )


def test_what_may_flow_each_way_is_said_in_words(world: World) -> None:
    over(world.agreement)
    narrow = {"we_may_send": [Category.IDENTITY], "they_may_send": [Category.RISK, Category.DATES]}
    row(world, agency=world.probation, signed_at=NOW, **narrow)
    page = get(world).content.decode()
    for words in ["Probation, Ridgeway", "Who the offender is", "Known risks and how they are managed", "RDG-PROB-3"]:
        assert words in page
    in_force = page.split("In force")[1].split("</article>")[0]
    assert "Where the offender is held" not in in_force
    assert "<form" not in page.split("<main")[1].split("</main")[0]


@pytest.mark.parametrize(
    ("start", "end", "signed", "state", "holds"),
    [
        (-10, 31, -11, "in_force", True),
        (-10, 30, -11, "soon", True),
        (-10, 1, -11, "soon", True),
        (-10, 0, -11, "ended", False),
        (1, 90, -11, "not_begun", False),
        (0, 90, -11, "in_force", True),
        (-10, 90, None, "not_begun", False),
        (-10, 90, 1, "not_begun", False),
    ],
)
def test_the_list_says_in_force_exactly_when_it_is_a_ground(
    world: World, start: int, end: int, signed: int | None, state: str, holds: bool
) -> None:
    agreement = for_period(world, start, end, signed)
    assert state_of(agreement, NOW) == state
    ground = covering(world.area.pk, world.victim_support.pk, send=[Category.IDENTITY], receive=[Category.RISK], at=NOW)
    assert (ground is not None) == holds


def test_what_ends_soon_comes_first_and_what_has_ended_last(world: World) -> None:
    soon, past = for_period(world, -10, 5), for_period(world, -300, -200)
    assert [group.key for group in groups([past, soon], NOW)] == ["soon", "ended"]


def test_another_areas_agreements_and_other_people_stay_out(world: World) -> None:
    build_world(slug="elsewhere", code="ELS", name="Elsewhere")
    show_areas([world.area.pk])
    page = get(world).content.decode()
    assert "RDG-PROB-3" in page
    assert "ELS-PROB-3" not in page
    assert get(world, "offender_manager").status_code == 404
    assert get(world, "supervisor").status_code == 200
