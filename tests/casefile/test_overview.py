"""The overview of those who answer for the work: where each case stands, for how long, and what was missed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.cases.services import pass_ball, pause_case, resume_case
from talkingpiece.cases.states import Holder
from talkingpiece.core import clock
from talkingpiece.planning_group.queries import lapsed
from talkingpiece.planning_group.services import close_for_meetings, give_evidence
from tests.agreements.given import over
from tests.casefile import rows
from tests.world import World

TEN = datetime(2026, 11, 24, 10, tzinfo=UTC)
OVERVIEW = reverse("casefile:overview")


@pytest.fixture
def world(world: World) -> World:
    world.now = TEN
    return world


def page(world: World, who: str = "coordinator", query: str = "") -> str:
    with clock.pretend(TEN):
        answer = world.client(getattr(world, who)).get(OVERVIEW + query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def line(html: str, case: Case) -> str:
    table = html.split('class="govuk-table tp-stack"')[1]
    found = [row for row in table.split("<tr") if case.reference in row]
    return found[0] if found else ""


def listed(html: str) -> list[str]:
    table = html.split('class="govuk-table tp-stack"')
    return re.findall(r"RDG-26-\d{4}", re.sub(r'href="[^"]*"', "", table[1])) if len(table) > 1 else []


@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator", 200), ("supervisor", 200), ("scheme_manager", 200), ("facilitator", 404), ("evaluator", 404)],
)
def test_those_who_answer_for_the_work_see_it(world: World, who: str, status: int) -> None:
    assert world.client(getattr(world, who)).get(OVERVIEW).status_code == status


def test_a_scheme_manager_reads_no_name_and_finds_no_way_into_a_case(world: World) -> None:
    case = world.case("Maya", opened=TEN - timedelta(days=40))
    world.responsible(case, "Callum")
    pass_ball(case=case, holder=Holder.VICTIM, what=What.VICTIM_DECIDES, at=TEN - timedelta(days=2))
    wide, narrow = page(world), page(world, "scheme_manager")
    door = reverse("casefile:case", args=[case.reference])
    assert "Maya Deol" in wide
    assert door in wide
    assert case.reference in narrow
    assert "The victim" in narrow
    for secret in ("Maya", "Deol", "Callum", "Reeve", door):
        assert secret not in narrow
    assert world.client(world.scheme_manager).get(door).status_code == 404


def test_a_line_says_whose_turn_it_is_since_when_and_what_is_promised_next(world: World) -> None:
    case = world.case(opened=TEN - timedelta(days=2))
    pass_ball(case=case, holder=Holder.USER, user=world.facilitator, what=What.LISTEN, at=TEN - timedelta(days=1))
    found = line(page(world), case)
    assert "Daniel Okafor" in found
    assert "Listen, and write down needs" in found
    assert "Mon 23 Nov" in found
    assert "First contact with the victim, Fri 27 Nov" in found
    assert "Late" not in found


def test_age_does_not_count_pauses_and_a_pause_shows_no_clock(world: World) -> None:
    case = world.case(opened=TEN - timedelta(days=50))
    pause_case(case_id=case.pk, words="", resume_on=None, by=world.facilitator, at=TEN - timedelta(days=40))
    found = line(page(world), case)
    assert "10 days" in found
    assert "Paused by the victim" in found
    assert "No clock runs" in found
    assert "Late" not in found
    resume_case(case_id=case.pk, by=world.facilitator, at=TEN - timedelta(days=20))
    assert "30 days" in line(page(world), case)


def test_a_cell_of_the_counts_leads_to_its_cases(world: World) -> None:
    young, old = (
        world.case("Maya", opened=TEN - timedelta(days=5)),
        world.case("Peter", opened=TEN - timedelta(days=200)),
    )
    paused = world.case("Ada", opened=TEN - timedelta(days=5))
    pause_case(case_id=paused.pk, words="", resume_on=None, by=world.facilitator, at=TEN - timedelta(days=1))
    html = page(world)
    cells = re.findall(r'href="(\?stage=\d&amp;age=\d)#cases">1<', html)
    assert len(cells) == 3
    seen = [listed(page(world, query=cell.replace("&amp;", "&"))) for cell in cells]
    assert sorted(seen) == sorted([[young.reference], [old.reference], [paused.reference]])


def test_it_is_narrowed_by_holder_owner_and_lateness(world: World) -> None:
    mine = world.case("Maya", opened=TEN - timedelta(days=2))
    late = world.case("Peter", facilitator=world.other_facilitator, opened=TEN - timedelta(days=30))
    pass_ball(case=mine, holder=Holder.OFFENDER, what=What.OFFENDER_REPLY, at=TEN - timedelta(hours=1))
    pass_ball(case=late, holder=Holder.USER, user=world.other_facilitator, what=What.FIRST_CONTACT, at=TEN)
    assert listed(page(world, query="?holder=offender")) == [mine.reference]
    assert listed(page(world, query=f"?owner={world.other_facilitator.pk}")) == [late.reference]
    assert listed(page(world, query="?late=1")) == [late.reference]
    assert listed(page(world)) == [late.reference, mine.reference]
    assert listed(page(world, query="?sort=since")) == [mine.reference, late.reference]
    assert listed(page(world, query="?stage=nine&age=77&holder=x&owner=y&sort=z&page=none")) != []


def test_what_was_missed_stands_above_with_whose_it_was(world: World) -> None:
    case = world.case(opened=TEN - timedelta(days=30))
    html = page(world, "scheme_manager")
    missed = html.split("Promises that were missed")[1].split("</section>")[0]
    assert "First contact with the victim" in missed
    assert "With Daniel Okafor." in missed
    assert case.reference in missed
    rows.listened_to(world, case, days_ago=1)
    assert "Every promise of the service is kept so far." in page(world, "scheme_manager")


def test_thirty_cases_take_as_many_queries_as_three(world: World) -> None:
    def queries() -> int:
        client = world.client(world.scheme_manager)
        with clock.pretend(TEN), CaptureQueriesContext(connection) as captured:
            assert client.get(OVERVIEW).status_code == 200
        return len(captured)

    for number in range(3):
        world.responsible(world.case(f"Maya{number}", opened=TEN - timedelta(days=30)))
    three = queries()
    for number in range(27):
        world.responsible(world.case(f"Peter{number}", opened=TEN - timedelta(days=30)))
    assert queries() == three


def test_a_long_list_is_paged(world: World) -> None:
    for number in range(52):
        world.case(f"Maya{number}", opened=TEN - timedelta(days=number))
    first = page(world)
    assert len(listed(first)) == 50
    assert "1 to 50 of 52." in first
    assert len(listed(page(world, query="?page=2"))) == 2


def test_an_empty_service_says_so_kindly(world: World) -> None:
    html = page(world)
    assert "There is no such case." in html
    assert "Every promise of the service is kept so far." in html


@pytest.mark.parametrize("who", ["scheme_manager", "coordinator"])
def test_what_the_area_was_opened_with_and_has_lapsed_leads_to_the_steps(world: World, who: str) -> None:
    given = {"dated": TEN.date(), "words": "Seen.", "by": world.scheme_manager, "at": TEN}
    for one in lapsed(world.area.pk, TEN):
        if not one.live:
            give_evidence(area_id=world.area.pk, item=one.item.key, **given)  # type: ignore[arg-type]
    assert "has lapsed since" not in page(world, who)
    over(at=TEN)
    shown = page(world, who).split("has lapsed since")[1].split("</section>")[0]
    door = reverse("planning_group:item", args=["agreement_probation"])
    assert f"{door}?area=ridgeway" in shown
    assert reverse("planning_group:steps") in shown
    assert len(re.findall("<li>", shown)) == 1
    with clock.pretend(TEN):
        assert world.client(getattr(world, who)).get(door).status_code == 200
    close_for_meetings(area_id=world.area.pk, why="To look again.", by=world.scheme_manager, at=TEN)
    assert "has lapsed since" not in page(world, who)
