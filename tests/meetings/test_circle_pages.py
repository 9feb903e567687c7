"""The ring and the rounds on their page, and what a worker writes there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from talkingpiece.areas.models import Opening
from talkingpiece.meetings.models import Meeting
from talkingpiece.meetings.presenters.ring import RingSeat, drawing, moved
from tests.meetings.circle import CircleScene, make_circle_scene
from tests.meetings.test_pages import Desk, moment
from tests.world import World


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(make_circle_scene(world))


def circle_of(desk: Desk) -> CircleScene:
    assert isinstance(desk.scene, CircleScene)
    return desk.scene


def typed(scene: CircleScene, **more: Any) -> dict[str, Any]:
    starts_at = (scene.now + timedelta(days=14)).replace(hour=18, minute=0)
    return {
        "approach": "healing_circle",
        "purpose_healing_circle": "support",
        "people": [str(scene.case.victim_id)],
        "venue": "Chapel hall",
        "venue_kind": "neutral",
        "practical": "",
        "lead": str(scene.worker.pk),
        "co_facilitator": "",
        **moment("starts_at", starts_at),
        **more,
    }


def test_a_circle_is_planned_from_its_casefile(desk: Desk) -> None:
    scene = circle_of(desk)
    page = desk.get("plan")
    assert "Somebody new who comes from no case" in page
    assert "The other person may be told nothing" not in page.split("What each has chosen")[1]
    answer = desk.post(
        "plan",
        **typed(
            scene,
            supporter_victim="Carol",
            newcomer_called_healing_circle="Mr Aziz",
            newcomer_part_healing_circle="community",
            seats_offered_healing_circle="2",
        ),
    )
    assert answer.status_code == 302
    meeting = Meeting.objects.latest("planned_at")
    assert (meeting.approach, meeting.purpose, meeting.seats_offered) == ("healing_circle", "support", 2)
    assert {seat.person.called for seat in meeting.participants.all()} == {"Joan", "Carol", "Mr Aziz"}
    assert meeting.home == scene.case


def test_what_a_circle_asks_is_asked_of_a_circle_only(desk: Desk) -> None:
    scene = circle_of(desk)
    answer = desk.post("plan", **typed(scene, purpose_healing_circle="", newcomer_called_healing_circle="Mr Aziz"))
    page = answer.content.decode()
    assert "Say what it is for" in page
    assert "Say what they are there as" in page
    answer = desk.post("plan", **typed(scene, approach="conference", purpose_healing_circle=""))
    assert answer.status_code == 302


def test_the_ring_and_the_list_beside_it_are_the_same_seats(desk: Desk) -> None:
    meeting = circle_of(desk).with_people()
    page = desk.get("circle", meeting.pk)
    for name in ("Daniel Okafor", "Joan", "Carol", "Mr Aziz", "Ruth Penhaligon"):
        assert f". {name}</th>" in page
        assert name in page.split("<desc")[1].split("</desc>")[0]
    assert "Empty chair" not in page
    typed_ = {"version": "1", "piece": "River stone", "chair_for": "her late husband", "kind_1": "check_in"}
    assert desk.post("arrange", meeting.pk, **typed_, prompt_1="How is it?", place_1="1").status_code == 302
    page = desk.get("circle", meeting.pk)
    assert "her late husband" in page
    assert "River stone" in page
    assert "How is it?" in page


def test_a_seat_moves_and_an_older_page_moves_nothing(desk: Desk) -> None:
    meeting = circle_of(desk).with_people()
    assert desk.post("move", meeting.pk, version="1", move="second:-1").status_code == 302
    ring = Meeting.objects.get().ring
    assert ring.index("second") == len(ring) - 2
    assert desk.post("move", meeting.pk, version="1", move="second:-1").status_code == 302
    assert Meeting.objects.get().ring == ring


def test_a_meeting_without_a_ring_has_a_way_through_it(desk: Desk) -> None:
    meeting = circle_of(desk).circle(approach="conference", purpose="")
    page = desk.get("circle", meeting.pk)
    assert "tp-circle" not in page
    assert "anybody may stop" in page


def test_what_is_read_out_names_the_way_and_what_it_is_for(desk: Desk) -> None:
    meeting = circle_of(desk).with_people()
    seat = meeting.participants.get(part="supporter")
    page = desk.get("ask", meeting.pk, seat.pk)
    assert "Healing circle" in page
    assert "To stand by somebody who was harmed" in page


def test_an_area_that_is_not_open_leads_to_the_steps_of_the_group(desk: Desk) -> None:
    scene = circle_of(desk)
    meeting = scene.with_people()
    Opening.objects.update(closed_at=scene.now, closed_by=scene.world.scheme_manager.pk)
    said, door = "The planning group has not opened this area", reverse("planning_group:steps")
    assert said in desk.get("book", meeting.pk)
    assert door not in desk.get("book", meeting.pk)
    coordinator = Desk(scene, scene.world.coordinator).get("book", meeting.pk)
    assert said in coordinator
    assert f'href="{door}"' in coordinator


def test_the_ring_has_no_end() -> None:
    seats = [RingSeat(token, token, "", "beside") for token in "abc"]
    assert moved(seats, "a", 1) == ["b", "a", "c"]
    assert moved(seats, "a", -1) == ["b", "c", "a"]
    assert moved(seats, "z", 1) == ["a", "b", "c"]


@pytest.mark.parametrize("count", [1, 2, 3, 8, 14])
def test_each_seat_is_drawn_once_and_inside_the_picture(count: int) -> None:
    drawn = drawing([RingSeat(str(n), f"N{n}", "", "beside", first=n == 1) for n in range(count)], "")
    assert len({(one.x, one.y) for one in drawn.seats}) == count
    assert all(100 < float(one.x) < 520 and 80 < float(one.y) < 490 for one in drawn.seats)
    assert all(f"N{n}" in drawn.described for n in range(count))
