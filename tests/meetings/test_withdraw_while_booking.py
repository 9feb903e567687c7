"""Two people at work on two real connections: a yes is taken back while the meeting is being booked."""

from __future__ import annotations

import threading
from concurrent.futures import TimeoutError as StillWaiting

import pytest

from talkingpiece.consents.models import Consent
from talkingpiece.core.blockers import Blocked
from talkingpiece.meetings import services
from talkingpiece.meetings.models import Meeting
from talkingpiece.meetings.queries import fallen, standing
from talkingpiece.protection.keys import forget_keys
from tests.database import other_connection
from tests.meetings.conftest import Scene, make_scene
from tests.world import World, as_area

WAIT = 0.4  # long enough to see that somebody waits
PATIENCE = 20


@pytest.fixture
def ready(committed_world: World) -> tuple[Scene, Meeting, Consent]:
    with as_area(committed_world):
        scene = make_scene(committed_world)
        meeting = scene.ready_meeting()
        return scene, meeting, scene.attending(meeting, scene.responsible.person)


def test_a_withdrawal_waits_for_the_booking_and_then_the_meeting_falls(ready) -> None:
    scene, meeting, consent = ready
    began = threading.Event()

    def withdraw() -> None:
        forget_keys()
        with as_area(scene.world):
            began.set()
            scene.withdraw(consent)

    with other_connection() as run:
        with as_area(scene.world):
            services.book_meeting(meeting_id=meeting.pk, by=scene.worker, at=scene.now)
            withdrawal = run(withdraw)
            assert began.wait(PATIENCE)
            with pytest.raises(StillWaiting):
                withdrawal.result(timeout=WAIT)
        withdrawal.result(timeout=PATIENCE)

    with as_area(scene.world):
        booked = Meeting.objects.get(pk=meeting.pk)
        assert booked.stage == "booked"
        assert standing([booked], scene.now)[booked.pk].codes == ["attend_gone"]
        assert [one.meeting.pk for one in fallen(scene.world.area.pk, scene.now)] == [meeting.pk]


def test_a_booking_waits_for_the_withdrawal_and_is_then_refused(ready) -> None:
    scene, meeting, consent = ready
    began = threading.Event()

    def book() -> list[str]:
        forget_keys()
        with as_area(scene.world):
            began.set()
            try:
                services.book_meeting(meeting_id=meeting.pk, by=scene.worker, at=scene.now)
            except Blocked as refused:
                return refused.verdict.codes
        return []

    with other_connection() as run:
        with as_area(scene.world):
            scene.withdraw(consent)
            booking = run(book)
            assert began.wait(PATIENCE)
            with pytest.raises(StillWaiting):
                booking.result(timeout=WAIT)
        assert booking.result(timeout=PATIENCE) == ["attend"]

    with as_area(scene.world):
        assert Meeting.objects.get(pk=meeting.pk).stage == "planned"


def test_two_meetings_of_the_same_two_cases_are_locked_in_one_order(committed_world: World) -> None:
    """Acts on meetings that share cases, started from either side, wait for each other and never for ever."""
    with as_area(committed_world):
        one, two = make_scene(committed_world), make_scene(committed_world, "Joan", "Lee")
        here = one.planned(places=[*one.places(), two.places()[0]])
        there = two.planned(places=[*two.places(), one.places()[0]])

    def check(meeting: Meeting) -> None:
        forget_keys()
        for _round in range(5):
            with as_area(committed_world):
                services.record_check(
                    meeting_id=meeting.pk,
                    kind="day_before",
                    everybody_willing=True,
                    place_cleared=True,
                    words="",
                    by=one.worker,
                    at=one.now,
                )

    with other_connection() as run, other_connection() as also:
        done = [run(check, here), also(check, there)]
        assert [future.result(timeout=PATIENCE) for future in done] == [None, None]
