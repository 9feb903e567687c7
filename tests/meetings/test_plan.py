from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from talkingpiece.areas.services import adopt_profile
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.cases.services import pause_case
from talkingpiece.config.profile import validate
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.meetings import services
from talkingpiece.meetings.gates import blockers_to_book, facts_for_booking
from talkingpiece.meetings.models import Meeting, Participant
from talkingpiece.meetings.queries import Place, policy_of
from talkingpiece.meetings.services import NewSupporter, Stale
from talkingpiece.protection.classes import Side
from tests.meetings.conftest import Scene, make_scene
from tests.world import World


def codes(meeting: Meeting, scene: Scene) -> list[str]:
    return blockers_to_book(facts_for_booking(meeting, scene.now), policy_of(meeting)).codes


def test_a_plan_binds_nobody_so_it_can_be_made_before_anything_is_in_place(world: World) -> None:
    case = world.case()
    scene = Scene(world, case, world.responsible(case))
    meeting = scene.planned()
    assert meeting.stage == "planned"
    assert {"no_yes", "mode", "not_assessed", "legal_unknown", "not_prepared", "attend"} <= set(codes(meeting, scene))


def test_planning_seats_people_and_says_what_is_next(scene: Scene) -> None:
    meeting = scene.with_supporter()
    seats = Participant.objects.filter(meeting=meeting).select_related("person")
    assert {(s.person.called, s.part, s.side) for s in seats} == {
        ("Maya", "victim", "victim"),
        ("Callum", "offender", "offender"),
        ("Anita", "supporter", "victim"),
    }
    assert scene.ball.what == What.BOOK_MEETING
    assert meeting.venue == "Tanner Street Hall, upstairs room"
    assert [e.case_id for e in scene.events("meeting.planned")] == [scene.case.pk]


def test_a_plan_needs_somebody_from_a_case(scene: Scene) -> None:
    keeper = Place(scene.world.person("Keeper"), "supporter", Side.VICTIM, None)
    with pytest.raises(ValueError, match="from a case"):
        scene.planned(places=[keeper])
    assert scene.planned(places=[*scene.places(), keeper]).participants.count() == 3


def test_planning_while_the_victim_pauses_leaves_the_ball_with_them(scene: Scene) -> None:
    pause_case(case_id=scene.case.pk, words="", resume_on=None, by=scene.worker, at=scene.now)
    scene.planned()
    assert scene.ball.what == What.VICTIM_PAUSED


@pytest.mark.parametrize(
    "change",
    [
        {"starts_at": "later"},
        {"venue": "Another room"},
        {"venue_kind": "prison"},
        {"supporters": "Anita"},
        {"places": "fewer"},
    ],
    ids=["date", "place", "kind of place", "a supporter more", "somebody less"],
)
def test_another_date_place_or_company_voids_consents_and_booking(scene: Scene, change: dict[str, str]) -> None:
    booked = scene.booked()
    more = {
        "later": booked.starts_at + timedelta(days=1),
        "Anita": [NewSupporter("Anita", Side.VICTIM, scene.case)],
        "fewer": scene.places()[:1],
    }
    wanted = {key: more.get(value, value) for key, value in change.items()}
    services.change_meeting(
        meeting_id=booked.pk,
        version=booked.version,
        plan=scene.plan(**{"starts_at": booked.starts_at, **wanted}),
        by=scene.worker,
        at=scene.now + timedelta(minutes=5),
    )
    meeting = scene.fresh(booked)
    assert meeting.stage == "planned"
    assert meeting.confirmed_by is None
    assert "attend_older" in codes(meeting, scene)
    assert scene.ball.what == What.BOOK_MEETING

    later = Scene(scene.world, scene.case, scene.responsible, scene.now + timedelta(minutes=10))
    later.attend(meeting, at=later.now)
    assert "attend_older" not in codes(meeting, later)


def test_other_notes_or_another_helper_void_nothing(scene: Scene) -> None:
    booked = scene.booked()
    plan = scene.plan(starts_at=booked.starts_at, practical="Two doors, tea.", co_facilitator=None)
    later = scene.now + timedelta(minutes=5)
    services.change_meeting(meeting_id=booked.pk, version=booked.version, plan=plan, by=scene.worker, at=later)
    meeting = scene.fresh(booked)
    assert meeting.stage == "booked"
    assert meeting.practical == "Two doors, tea."
    assert codes(meeting, scene) == []
    assert [e.detail for e in scene.events("meeting.changed")] == [
        {"fields": ["co_facilitator", "practical"], "people": False}
    ]


def test_whoever_saves_second_is_told_of_the_first(scene: Scene) -> None:
    meeting = scene.planned()
    plan = scene.plan(venue="Another room")
    services.change_meeting(meeting_id=meeting.pk, version=1, plan=plan, by=scene.worker, at=scene.now)
    with pytest.raises(Stale) as stale:
        services.change_meeting(meeting_id=meeting.pk, version=1, plan=scene.plan(), by=scene.worker, at=scene.now)
    assert stale.value.current.venue == "Another room"
    services.change_meeting(meeting_id=meeting.pk, version=2, plan=scene.plan(), by=scene.worker, at=scene.now)


def test_a_cancelled_meeting_cannot_be_changed(scene: Scene) -> None:
    meeting = scene.planned()
    services.cancel_meeting(meeting_id=meeting.pk, why="Ill.", told=set(), by=scene.worker, at=scene.now)
    with pytest.raises(IllegalTransition):
        services.change_meeting(meeting_id=meeting.pk, version=2, plan=scene.plan(), by=scene.worker, at=scene.now)


def test_cancelling_says_why_to_us_and_keeps_those_who_do_not_know_on_the_list(scene: Scene) -> None:
    from talkingpiece.meetings.queries import to_tell

    meeting = scene.booked()
    maya, callum = scene.seat(meeting, scene.case.victim), scene.seat(meeting, scene.responsible.person)
    services.cancel_meeting(
        meeting_id=meeting.pk, why="Callum is moved.", told={maya.pk}, by=scene.worker, at=scene.now
    )
    assert scene.fresh(meeting).stage == "cancelled"
    assert scene.fresh(meeting).cancelled_why == "Callum is moved."
    assert [seat.pk for seat in to_tell(scene.world.area.pk, user=scene.worker)] == [callum.pk]
    assert scene.ball.what == What.PLAN_MEETING

    services.record_told(meeting_id=meeting.pk, told={callum.pk}, by=scene.worker, at=scene.now)
    assert to_tell(scene.world.area.pk) == []
    assert len(scene.events("participant.told")) == 2


def test_the_venue_and_the_reasons_are_not_stored_in_clear(scene: Scene) -> None:
    from django.db import connection

    meeting = scene.planned()
    services.cancel_meeting(meeting_id=meeting.pk, why="A secret reason", told=set(), by=scene.worker, at=scene.now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT m::text FROM meetings_meeting m WHERE id = %s", [meeting.pk])
        [stored] = cursor.fetchone()
    assert "Tanner" not in stored
    assert b"secret".hex() not in stored


SHUTTLE = {
    "key": "shuttle",
    "name": "Words through us",
    "explained": "You do not meet. We carry what you say, when you want it.",
    "mode": "indirect",
    "parts": ["victim", "offender"],
}
CIRCLE = {
    "key": "circle",
    "name": "A circle of support",
    "explained": "You sit with people who care for you.",
    "mode": "without_offender",
    "parts": ["victim"],
}


def another_way(world: World, *ways: Mapping[str, object]) -> None:
    """An approach is an entry in the area's profile: no line of code knows these two."""
    differences = {"approaches": {"approaches": list(ways)}}
    adopt_profile(area=world.area, differences=validate(differences), at=world.now)


def test_another_approach_is_data_and_asks_for_what_it_needs(world: World) -> None:
    another_way(world, SHUTTLE)
    scene = make_scene(world)
    meeting = scene.planned(approach="shuttle")
    facts = facts_for_booking(meeting, scene.now)
    assert (facts.approach_name, facts.scope) == ("Words through us", "indirect")
    assert codes(meeting, scene) == ["mode", "mode", "not_assessed", "not_prepared", "not_prepared", "attend", "attend"]


def test_an_approach_without_the_offender_asks_nothing_of_them(world: World) -> None:
    another_way(world, CIRCLE)
    case = world.case()
    scene = Scene(world, Case.objects.select_related("victim").get(pk=case.pk), world.responsible(case))
    meeting = scene.planned(approach="circle", places=scene.places()[:1])
    assert codes(meeting, scene) == ["mode", "not_assessed", "not_prepared", "attend"]
