"""Who may send what to whom: read only, and nothing of another area."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from talkingpiece.agreements.models import Agreement, Category
from talkingpiece.agreements.presenters import groups, state_of
from talkingpiece.agreements.queries import covering
from talkingpiece.protection.context import show_areas
from tests.world import World, build_world

TODAY = date.today()
NOW = timezone.now()


def get(world: World, who: str = "facilitator") -> Any:
    return world.client(getattr(world, who)).get(reverse("agreements:list"))


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def set_period(agreement: Agreement, start: int, end: int, signed: int | None = -400) -> Agreement:
    agreement.starts_on, agreement.ends_on = TODAY + timedelta(days=start), TODAY + timedelta(days=end)
    agreement.signed_at = None if signed is None else midnight(TODAY + timedelta(days=signed))
    agreement.save()
    return agreement


def test_what_may_flow_each_way_is_said_in_words(world: World) -> None:
    world.agreement.we_may_send = [Category.IDENTITY]
    world.agreement.they_may_send = [Category.RISK, Category.DATES]
    world.agreement.save()
    page = get(world).content.decode()
    for words in ["Probation, Ridgeway", "Who the offender is", "Known risks and how they are managed", "RDG-PROB-3"]:
        assert words in page
    assert "Where the offender is held" not in page
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
    agreement = set_period(world.agreement, start, end, signed)
    assert state_of(agreement, NOW) == state
    ground = covering(world.area.pk, world.probation.pk, send=[Category.IDENTITY], receive=[Category.RISK], at=NOW)
    assert (ground is not None) == holds


def test_what_ends_soon_comes_first_and_what_has_ended_last(world: World) -> None:
    soon = set_period(world.agreement, -10, 5)
    past = Agreement.objects.create(
        area=world.area,
        agency=world.probation,
        reference="OLD",
        title="Old",
        purpose="Old",
        we_may_send=[],
        they_may_send=[],
        starts_on=TODAY - timedelta(days=300),
        ends_on=TODAY - timedelta(days=200),
        signed_at=NOW - timedelta(days=300),
        owner=world.coordinator,
    )
    assert [group.key for group in groups([past, soon], NOW)] == ["soon", "ended"]


def test_another_areas_agreements_and_other_people_stay_out(world: World) -> None:
    build_world(slug="elsewhere", code="ELS", name="Elsewhere")
    show_areas([world.area.pk])
    page = get(world).content.decode()
    assert "RDG-PROB-3" in page
    assert "ELS-PROB-3" not in page
    assert get(world, "offender_manager").status_code == 404
    assert get(world, "supervisor").status_code == 200
