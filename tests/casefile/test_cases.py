"""The list of cases, and finding one without its name ever standing in an address."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from talkingpiece.audit.models import Event
from talkingpiece.casefile.services import end_case
from talkingpiece.cases.balls import What
from talkingpiece.cases.services import pass_ball
from talkingpiece.cases.states import Holder
from talkingpiece.people.services import Way
from tests.casefile import rows
from tests.casefile.test_end_case import WITHDREW
from tests.world import World

LIST = reverse("casefile:cases")


def listed(world: World, query: str = "", who: str = "coordinator") -> str:
    answer = world.client(getattr(world, who)).get(LIST + query)
    assert answer.status_code == 200
    return answer.content.decode()


def found(world: World, words: str, who: str = "coordinator") -> str:
    answer = world.client(getattr(world, who)).post(LIST, {"words": words})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_facilitator_lists_their_own_cases_and_a_coordinator_the_areas(world: World) -> None:
    world.case("Maya")
    world.case("Peter", facilitator=world.other_facilitator)
    assert "Maya Deol" in listed(world, who="facilitator")
    assert "Peter Deol" not in listed(world, who="facilitator")
    assert "Peter Deol" in listed(world)


def test_an_agency_has_no_such_list(world: World) -> None:
    assert world.client(world.offender_manager).get(LIST).status_code == 404


def test_ended_cases_stand_in_a_list_of_their_own(world: World) -> None:
    case = world.case("Maya")
    world.case("Peter")
    end_case(case_id=case.pk, told=WITHDREW, by=world.facilitator, at=world.now)
    assert "Maya Deol" not in listed(world)
    ended = listed(world, "?show=ended")
    assert "Maya Deol" in ended
    assert "Peter Deol" not in ended


def test_mine_are_those_that_i_work_on(world: World) -> None:
    world.case("Maya")
    case = world.case("Peter", facilitator=world.coordinator)
    mine = listed(world, "?show=mine")
    assert case.reference in mine
    assert "Maya Deol" not in mine


def test_they_are_ordered_by_age_or_by_who_waits_longest(world: World) -> None:
    older = world.case("Maya", opened=world.now - timedelta(days=60))
    newer = world.case("Peter", opened=world.now - timedelta(days=5))
    pass_ball(case=older, holder=Holder.USER, user=world.facilitator, what=What.LISTEN, at=world.now)
    waiting = world.now - timedelta(days=4)
    pass_ball(case=newer, holder=Holder.USER, user=world.facilitator, what=What.LISTEN, at=waiting)
    by_age, by_ball = listed(world), listed(world, "?order=ball")
    assert by_age.index(older.reference) < by_age.index(newer.reference)
    assert by_ball.index(newer.reference) < by_ball.index(older.reference)


def test_a_step_shows_the_cases_that_stand_at_it(world: World) -> None:
    world.case("Maya")
    world.case("Peter", facilitator=world.coordinator)
    assert "Peter Deol" in listed(world, "?step=3")
    assert "Maya Deol" not in listed(world, "?step=3")
    assert "Maya Deol" in listed(world, "?step=4")


@pytest.mark.parametrize("query", ["?step=9", "?step=x", "?page=99", "?page=-1", "?show=all", "?order=name"])
def test_nonsense_in_the_address_shows_the_plain_list(world: World, query: str) -> None:
    world.case("Maya")
    assert "Maya Deol" in listed(world, query)


def test_a_page_holds_fifty_and_leads_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("talkingpiece.casefile.queries.listing.PER_PAGE", 2)
    for days, name in ((9, "Maya"), (8, "Peter"), (7, "Grace")):
        world.case(name, opened=world.now - timedelta(days=days))
    first, second = listed(world), listed(world, "?page=2")
    assert "1 to 2 of 3." in first
    assert "?page=2" in first
    assert "Grace Deol" in second
    assert "3 to 3 of 3." in second


def test_the_list_asks_no_more_for_thirty_cases_than_for_three(world: World) -> None:
    def queries() -> int:
        client = world.client(world.coordinator)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST).status_code == 200
        return len(captured)

    for number in range(3):
        rows.contact(world, world.case(f"Maya{number}"))
    three = queries()
    for number in range(27):
        rows.contact(world, world.case(f"Peter{number}"))
    assert queries() == three


@pytest.mark.parametrize("words", ["maya deol", "Maya", "01632 960 001", "callum", "Kallum", "1", "{reference}"])
def test_a_case_is_found_by_name_sound_number_offender_or_reference(world: World, words: str) -> None:
    case = world.case("Maya", ways=(Way("call", "01632 960001"),))
    world.responsible(case)
    world.case("Peter", ways=())
    html = found(world, words.format(reference=case.reference.lower()))
    assert "Maya Deol" in html
    assert "Peter Deol" not in html


def test_a_search_finds_only_what_the_searcher_may_see(world: World) -> None:
    world.case("Maya", facilitator=world.other_facilitator)
    assert "No case that you can see" in found(world, "Maya", "facilitator")
    assert "Maya Deol" in found(world, "Maya", "other_facilitator")


def test_an_ended_case_is_found_too(world: World) -> None:
    case = world.case("Maya")
    end_case(case_id=case.pk, told=WITHDREW, by=world.facilitator, at=world.now)
    assert "Ended" in found(world, "Maya Deol")


def test_a_search_leaves_a_trail_without_its_words(world: World) -> None:
    world.case("Maya")
    found(world, "Maya Deol")
    found(world, "maya  deol")
    found(world, "Peter")
    first, again, other = Event.objects.filter(name="cases.searched").order_by("recorded_at")
    assert first.detail == again.detail
    assert first.detail["found"] == 1
    assert other.detail["words"] != first.detail["words"]
    assert "maya" not in str(first.detail).lower()
    assert first.actor_id == world.coordinator.pk


def test_words_in_the_address_search_for_nothing(world: World) -> None:
    world.case("Maya")
    world.case("Peter")
    assert "Peter Deol" in listed(world, "?words=Maya")
    assert not Event.objects.filter(name="cases.searched").exists()


def test_a_search_for_nothing_says_so(world: World) -> None:
    html = found(world, "  ")
    assert "Write a name, a number or a reference" in html
