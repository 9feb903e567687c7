"""Uncovering a sealed whereabouts: one tap where it is safe now and the case is yours, a purpose everywhere else."""

import re
from datetime import UTC, datetime, time
from typing import Any

import pytest
from django.urls import reverse

from talkingpiece.accounts.models import User
from talkingpiece.audit.models import Event, Kind
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.cases.services import name_supervisor, pass_ball, pause_case, record_sentence
from talkingpiece.cases.states import Holder
from talkingpiece.core import clock
from talkingpiece.engagement.services import plan_visit, record_visit_not_held
from talkingpiece.people.models import ContactPoint
from talkingpiece.people.services import Way, end_way
from talkingpiece.protection.classes import Side
from tests.world import World

TEN = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)  # a Tuesday
SIX = TEN.replace(hour=18)
MORNINGS = Way("call", "01632 960 001", from_time=time(9), to_time=time(11), note="She answers as Ms K.")


def point_of(case: Case) -> ContactPoint:
    return ContactPoint.objects.filter(person=case.victim).order_by("confirmed_at")[0]


def reveal(world: World, user: User, case: Case, at: datetime = TEN, **data: Any) -> Any:
    """One tap, or, with a purpose, what the page behind it asks for."""
    with clock.pretend(at):
        act = "casefile:uncover" if "purpose" in data else "casefile:reveal"
        return world.client(user).post(reverse(act, args=[case.reference]), data)


def reveals() -> list[Event]:
    return list(Event.objects.filter(kind=Kind.REVEAL).order_by("happened_at", "recorded_at"))


def test_a_number_that_is_safe_now_is_one_tap_for_its_worker(world: World) -> None:
    case = world.case(ways=(MORNINGS,))
    page = reveal(world, world.facilitator, case, what="point", id=point_of(case).pk).content.decode()
    assert "01632 960 001" in page
    assert 'href="tel:01632960001"' in page
    assert "She answers as Ms K." in page
    assert "Any day, 9am to 11am only" in page
    (event,) = reveals()
    assert (event.basis, event.actor_id, event.side) == ("safe_now", world.facilitator.pk, Side.VICTIM)
    assert (event.name, event.case_id, event.detail) == ("point.revealed", case.pk, {"channel": "call"})


@pytest.mark.parametrize(
    ("who", "at"), [("facilitator", SIX), ("coordinator", TEN), ("supervisor", TEN)], ids=["late", "wide", "second"]
)
def test_anything_else_asks_what_it_is_for_and_shows_nothing_yet(world: World, who: str, at: datetime) -> None:
    case = world.case(ways=(MORNINGS,))
    page = reveal(world, getattr(world, who), case, at, what="point", id=point_of(case).pk).content.decode()
    assert "What do you need it for?" in page
    assert "960001" not in page.replace(" ", "")
    assert "error-summary" not in page
    assert not reveals()


def test_with_a_purpose_it_is_shown_and_the_purpose_recorded(world: World) -> None:
    case = world.case(ways=(MORNINGS,))
    answer = reveal(world, world.supervisor, case, SIX, what="point", id=point_of(case).pk, purpose="safety")
    page = answer.content.decode()
    assert "01632 960 001" in page
    assert "This is not a safe time" in page
    assert answer["Cache-Control"] == "no-store"
    assert [event.basis for event in reveals()] == ["safety"]


@pytest.mark.parametrize("purpose", ["", "curious", "safe_now"])
def test_a_purpose_that_is_none_is_asked_for_again(world: World, purpose: str) -> None:
    case = world.case(ways=(MORNINGS,))
    answer = reveal(world, world.facilitator, case, SIX, what="point", id=point_of(case).pk, purpose=purpose)
    assert "960001" not in answer.content.decode().replace(" ", "")
    assert "error-summary" in answer.content.decode()
    assert not reveals()


@pytest.mark.parametrize("channel", ["text", "email", "post", "voicemail"])
def test_one_tap_is_for_calls_only(world: World, channel: str) -> None:
    case = world.case(ways=(Way(channel, "maya@example.org" if channel == "email" else "01632 960 001"),))
    assert (
        "What do you need it for?"
        in reveal(world, world.facilitator, case, what="point", id=point_of(case).pk).content.decode()
    )


def test_a_stranger_learns_nothing(world: World) -> None:
    case = world.case(ways=(MORNINGS,))
    for user in (world.other_facilitator, world.offender_manager):
        answer = reveal(world, user, case, what="point", id=point_of(case).pk, purpose="safety")
        assert answer.status_code == 404
    assert not reveals()


def test_another_cases_number_is_not_found_here(world: World) -> None:
    mine, other = world.case(ways=(MORNINGS,)), world.case("Peter", ways=(MORNINGS,))
    answer = reveal(world, world.facilitator, mine, what="point", id=point_of(other).pk, purpose="contact")
    assert answer.status_code == 404


def test_a_way_that_is_safe_no_longer_stays_sealed(world: World) -> None:
    case = world.case(ways=(MORNINGS,))
    point = point_of(case)
    end_way(point_id=point.pk, why="He reads it", by=world.facilitator, at=world.now, side=Side.VICTIM)
    assert reveal(world, world.facilitator, case, what="point", id=point.pk).status_code == 404


def test_from_my_work_the_number_is_one_tap(world: World) -> None:
    case = world.case(ways=(MORNINGS,))
    with clock.pretend(TEN):
        pass_ball(case=case, holder=Holder.USER, user=world.facilitator, what=What.NEXT_CONTACT, at=TEN, due_at=TEN)
        desk = world.client(world.facilitator).get(reverse("casefile:my_work")).content.decode()
        (form,) = re.findall(r'<form action="([^"]+/reveal)" method="post">(.+?)</form>', desk, re.DOTALL)
        fields = dict(re.findall(r'name="(what|id)" value="([^"]+)"', form[1]))
        page = world.client(world.facilitator).post(form[0], fields).content.decode()
    assert "01632" not in desk
    assert 'href="tel:01632960001"' in page


def test_of_an_ended_case_nothing_is_one_tap(world: World) -> None:
    case = world.case(ways=(MORNINGS,))
    Case.objects.filter(pk=case.pk).update(ended_at=world.now)
    page = reveal(world, world.facilitator, case, what="point", id=point_of(case).pk).content.decode()
    assert "What do you need it for?" in page
    assert not reveals()


@pytest.mark.parametrize("data", [{}, {"what": "point"}, {"what": "home", "id": "x"}, {"what": "point", "id": "x"}])
def test_nonsense_is_not_found(world: World, data: dict[str, Any]) -> None:
    assert reveal(world, world.facilitator, world.case(), **data).status_code == 404


def test_no_address_of_a_page_shows_it(world: World) -> None:
    case = world.case(ways=(MORNINGS,))
    for act in ("casefile:reveal", "casefile:uncover"):
        asked = {"what": "point", "id": str(point_of(case).pk), "purpose": "safety"}
        answer = world.client(world.facilitator).get(reverse(act, args=[case.reference]), asked)
        assert answer.status_code == 302
    assert not reveals()


def test_a_pause_is_said_before_somebody_rings(world: World) -> None:
    case = world.case(ways=(MORNINGS,))
    pause_case(case_id=case.pk, words="", resume_on=None, by=world.facilitator, at=world.now)
    page = reveal(world, world.facilitator, case, what="point", id=point_of(case).pk).content.decode()
    assert "Maya is pausing" in page


def test_where_the_offender_is_always_needs_a_purpose(world: World) -> None:
    case = world.case()
    responsible = world.responsible(case)
    name_supervisor(
        responsible_id=responsible.pk,
        version=1,
        agency=world.probation,
        offender_manager=world.offender_manager,
        without_manager=False,
        held_at="HMP Foxcombe",
        by=world.facilitator,
        at=world.now,
    )
    asked: dict[str, Any] = {"what": "whereabouts", "id": responsible.pk}
    assert "HMP Foxcombe" not in reveal(world, world.facilitator, case, **asked).content.decode()
    page = reveal(world, world.facilitator, case, **asked, purpose="visit").content.decode()
    assert "HMP Foxcombe" in page
    (event,) = reveals()
    assert (event.name, event.side, event.basis) == ("whereabouts.revealed", Side.OFFENDER, "visit")


def test_where_a_visit_is_is_one_tap_for_whoever_works_on_the_case_until_it_is_over(world: World) -> None:
    case, at = world.case(), TEN
    visit = plan_visit(
        case_id=case.pk,
        person_id=case.victim_id,
        purpose="To listen",
        place="14 Mill Lane",
        planned_at=at,
        home_by=SIX,
        worker=world.other_facilitator,
        by=world.facilitator,
        at=at,
    )
    asked: dict[str, Any] = {"what": "visit", "id": visit.pk}
    assert "14 Mill Lane" in reveal(world, world.facilitator, case, **asked).content.decode()
    assert "What do you need it for?" in reveal(world, world.supervisor, case, **asked).content.decode()
    assert reveal(world, world.facilitator, world.case("Peter"), **asked).status_code == 404
    record_visit_not_held(visit_id=visit.pk, why="Snow", by=world.facilitator, at=SIX)
    assert "What do you need it for?" in reveal(world, world.facilitator, case, **asked).content.decode()
    assert "14 Mill Lane" in reveal(world, world.supervisor, case, **asked, purpose="check").content.decode()
    assert {(event.name, event.basis) for event in reveals()} == {
        ("visit.revealed", "safe_now"),
        ("visit.revealed", "check"),
    }
    assert len(reveals()) == 2


def test_release_dates_come_from_the_newest_standing_sentence(world: World) -> None:
    case = world.case()
    responsible = world.responsible(case)
    asked: dict[str, Any] = {"what": "release", "id": responsible.pk, "purpose": "visit"}
    assert "Not known" in reveal(world, world.facilitator, case, **asked).content.decode()
    record_sentence(
        responsible_id=responsible.pk,
        kind="custody",
        known_from="court",
        by=world.facilitator,
        at=world.now,
        release_on=datetime(2027, 3, 4, tzinfo=UTC).date(),
    )
    assert "Thursday 4 March 2027" in reveal(world, world.facilitator, case, **asked).content.decode()
