"""No area is opened without its evidence; the group closes it again; what lapses is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.areas.models import Opening
from talkingpiece.areas.queries import opening_of
from talkingpiece.audit.models import Event
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.planning_group.gates import ItemFact, OpenFacts, blockers_to_open
from talkingpiece.planning_group.models import Decision, EvidenceGiven
from talkingpiece.planning_group.queries import lapsed, steps_of
from talkingpiece.planning_group.services import close_for_meetings, give_evidence, open_for_meetings
from talkingpiece.protection.context import show_areas
from tests.agreements.given import over, row
from tests.world import CATEGORIES, World

ITEM = ItemFact("principles", "Principles", "Because.", "The group", True, "Seen.")
ALL_THERE = OpenFacts(False, (ITEM, replace(ITEM, key="aims")))


@pytest.fixture
def ready(world: World) -> World:
    """The area is closed, and everything that comes before meetings is there."""
    close(world, "To look at everything again.")
    for one in steps_of(world.area, world.now):
        if one.item.before_meetings and not one.live:
            give(world, one.item.key)
    return world


def give(world: World, key: str) -> EvidenceGiven:
    dated = world.now.date() - timedelta(days=3)
    return give_evidence(
        area_id=world.area.pk, item=key, words="Seen.", dated=dated, by=world.coordinator, at=world.now
    )


def close(world: World, why: str) -> Opening:
    return close_for_meetings(area_id=world.area.pk, why=why, by=world.scheme_manager, at=world.now)


def sit(world: World, **more: Any) -> Opening:
    decided: dict[str, Any] = {"sitting_on": world.now.date(), "present": "Probation, police, the service"} | more
    return open_for_meetings(area_id=world.area.pk, by=world.scheme_manager, at=world.now, **decided)


def test_with_everything_there_the_gate_is_open() -> None:
    assert blockers_to_open(ALL_THERE).is_open


@given(st.lists(st.booleans(), min_size=1, max_size=8), st.booleans())
def test_the_gate_names_each_thing_that_is_missing(met: list[bool], already: bool) -> None:
    items = tuple(replace(ITEM, key=f"item_{n}", met=one) for n, one in enumerate(met))
    answer = blockers_to_open(OpenFacts(already, items))
    expected = [*(["already_open"] if already else []), *(one.key for one in items if not one.met)]
    assert answer.codes == expected
    assert len(answer.conditions) == len(items) + 1


def test_the_group_opens_the_area_with_its_sitting_and_another_view(ready: World) -> None:
    opening = sit(ready, words="From Monday.", dissent="The prison would have waited.")
    assert opening_of(ready.area.pk) == opening
    decision = Decision.objects.get(opening=opening.pk)
    assert (decision.present, decision.dissent) == (
        "Probation, police, the service",
        "The prison would have waited.",
    )
    [event] = Event.objects.filter(name="area.opened_for_meetings")
    assert event.actor_id == ready.scheme_manager.pk


def test_with_one_thing_missing_it_is_not_opened_and_all_reasons_are_given(ready: World) -> None:
    EvidenceGiven.objects.filter(item="lone_working").delete()
    over(at=ready.now)
    with pytest.raises(Blocked) as refused:
        sit(ready)
    assert set(refused.value.verdict.codes) == {"lone_working", "agreement_probation"}
    assert opening_of(ready.area.pk) is None
    assert Decision.objects.count() == 0
    give(ready, "lone_working")
    row(ready, agency=ready.probation, we_may_send=CATEGORIES, signed_at=ready.now)
    assert sit(ready)


def test_an_open_area_is_not_opened_twice(ready: World) -> None:
    sit(ready)
    with pytest.raises(Blocked) as refused:
        sit(ready)
    assert refused.value.verdict.codes == ["already_open"]


def test_a_closed_area_is_not_closed_twice(world: World) -> None:
    assert close(world, "The supervisor left.").closed_why == "The supervisor left."
    assert opening_of(world.area.pk) is None
    with pytest.raises(IllegalTransition):
        close(world, "Again.")
    assert Event.objects.filter(name="area.closed_for_meetings").count() == 1


def test_what_lapses_is_said_and_closes_nothing(ready: World) -> None:
    assert lapsed(ready.area.pk, ready.now) == []
    sit(ready)
    assert lapsed(ready.area.pk, ready.now) == []
    over(at=ready.now)
    assert [one.item.key for one in lapsed(ready.area.pk, ready.now)] == ["agreement_probation"]
    assert opening_of(ready.area.pk) is not None
    page = text(get(ready, "scheme_manager"))
    assert "One thing that comes before meetings is not there now" in page
    assert "The area stays open" in page


def get(world: World, who: str, name: str = "steps", *args: object) -> Any:
    answer = world.client(getattr(world, who)).get(reverse(f"planning_group:{name}", args=args))
    show_areas([world.area.pk])
    return answer


def post(world: World, who: str, typed: dict[str, Any], name: str, *args: object) -> Any:
    answer = world.client(getattr(world, who)).post(reverse(f"planning_group:{name}", args=args), typed)
    show_areas([world.area.pk])
    return answer


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


def typed_date(name: str, day: Any) -> dict[str, Any]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


@pytest.mark.parametrize("who", ["coordinator", "supervisor", "scheme_manager"])
def test_those_who_see_the_steps(world: World, who: str) -> None:
    page = text(get(world, who))
    assert "8 Feeding into offender management" in page
    assert "Open for meetings since" in page
    assert "RDG-PROB-3 with Probation, Ridgeway" in page
    assert ("Close the area for meetings" in page) == (who == "scheme_manager")


@pytest.mark.parametrize("who", ["facilitator", "evaluator", "offender_manager", "referrer"])
def test_those_who_do_not(world: World, who: str) -> None:
    assert get(world, who).status_code == 404
    assert get(world, who, "item", "principles").status_code == 404


@pytest.mark.parametrize("who", ["coordinator", "supervisor"])
def test_only_the_manager_writes_the_decision_down(ready: World, who: str) -> None:
    assert get(ready, who, "open").status_code == 404
    assert get(ready, who, "close").status_code == 404
    assert get(ready, "scheme_manager", "open").status_code == 200


def test_the_page_of_the_gate_says_everything_and_takes_nothing_yet(world: World) -> None:
    close(world, "To look again.")
    page = text(get(world, "scheme_manager", "open"))
    assert "things come before meetings" in page
    assert "What the service stands for is written down" in page
    assert "Nobody has written this down yet." in page
    assert "Already in place" in page
    typed = {"present": "Everybody", **typed_date("sitting_on", world.now.date())}
    assert post(world, "scheme_manager", typed, "open").status_code == 409
    assert opening_of(world.area.pk) is None


def test_the_manager_opens_and_closes_the_area_on_the_pages(ready: World) -> None:
    empty = post(ready, "scheme_manager", {}, "open")
    assert "Write who was there" in text(empty)
    typed = {"present": "Everybody", "dissent": "The prison.", **typed_date("sitting_on", ready.now.date())}
    assert post(ready, "scheme_manager", typed, "open").status_code == 302
    page = text(get(ready, "scheme_manager"))
    assert "There: Everybody." in page
    assert "The prison." in page
    assert get(ready, "scheme_manager", "open").status_code == 302
    assert post(ready, "scheme_manager", {"why": "The supervisor left."}, "close").status_code == 302
    assert "It was open, and was closed on" in text(get(ready, "coordinator"))


def test_evidence_is_written_down_and_taken_back_on_the_pages(world: World) -> None:
    wrong = {"words": "", **typed_date("dated", world.now.date() + timedelta(days=2))}
    assert "Write what you saw" in text(post(world, "coordinator", wrong, "give", "principles"))
    today = world.now.date()
    ends = typed_date("until", today - timedelta(days=5))
    late = {"words": "Signed by all.", **typed_date("dated", today), **ends}
    assert "Enter a day on or after" in text(post(world, "coordinator", late, "give", "principles"))
    done = post(world, "coordinator", {"words": "Signed by all.", **typed_date("dated", today)}, "give", "principles")
    assert done.status_code == 302
    assert "Signed by all." in text(get(world, "supervisor", "item", "principles"))
    given = EvidenceGiven.objects.get()
    assert post(world, "coordinator", {"why": "A draft."}, "take_back", given.pk).status_code == 302
    page = text(get(world, "coordinator", "item", "principles"))
    assert "Taken back by Priya Raman" in page
    assert get(world, "coordinator", "take_back", given.pk).status_code == 404


def test_nobody_writes_down_what_the_records_show(world: World) -> None:
    assert get(world, "coordinator", "give", "agreement_probation").status_code == 404
    assert get(world, "coordinator", "give", "principles").status_code == 200
    assert "Our own records show it" in text(get(world, "coordinator", "item", "agreement_probation"))
    assert get(world, "coordinator", "item", "nonsense").status_code == 404


def test_evidence_of_another_area_is_not_there(world: World) -> None:
    from tests.world import build_world

    given = give(world, "principles")
    other = build_world(slug="fenmoor", code="FEN", name="Fenmoor")
    assert post(other, "coordinator", {"why": "Mine."}, "take_back", given.pk).status_code == 404
    show_areas([world.area.pk])
    given.refresh_from_db()
    assert given.taken_back_at is None
