"""What was written down days after it happened says so; what was written at once does not."""

from datetime import timedelta

from django.urls import reverse

from talkingpiece.cases.services import record_legal_check
from talkingpiece.core import clock
from talkingpiece.ui.dates import short_date
from tests.world import World


def shown(world: World, *, days: int) -> str:
    case = world.case()
    responsible = world.responsible(case)
    record_legal_check(
        responsible_id=responsible.pk,
        result="clear",
        source="Tom Adeyemi",
        by=world.facilitator,
        at=clock.now() - timedelta(days=days),
    )
    return world.client(world.facilitator).get(reverse("casefile:case", args=[case.reference])).content.decode()


def test_an_entry_of_last_week_says_on_which_day_it_was_written(world: World) -> None:
    assert f"written down on {short_date(clock.now())}" in shown(world, days=7)


def test_an_entry_of_today_says_nothing_of_it(world: World) -> None:
    assert "written down on" not in shown(world, days=0)
