"""Two people at work on two real connections, with people of two cases in one circle."""

from __future__ import annotations

import threading
from concurrent.futures import TimeoutError as StillWaiting

import pytest

from talkingpiece.consents.models import Consent
from talkingpiece.consents.services import withdraw_consent
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.meetings import services
from talkingpiece.meetings.models import Meeting, Participant
from talkingpiece.meetings.queries import Place, standing
from talkingpiece.protection.classes import Side
from talkingpiece.protection.keys import forget_keys
from tests.database import other_connection
from tests.meetings.circle import CircleScene, make_circle_scene
from tests.meetings.test_withdraw_while_booking import PATIENCE, WAIT
from tests.world import World, as_area


@pytest.fixture
def of_two_cases(committed_world: World) -> tuple[CircleScene, Meeting, Consent]:
    """Joan's circle, with Beth of another case: everybody said yes, and Beth is about to take hers back."""
    with as_area(committed_world):
        scene, other = make_circle_scene(committed_world), make_circle_scene(committed_world, "Beth", "Kit")
        both = [Place(one.case.victim, "victim", Side.VICTIM, one.case) for one in (scene, other)]
        meeting = scene.circle(places=both)
        scene.everybody_says_yes(meeting)
        scene.looked_at()
        scene.looked_at(other.case)
        return scene, meeting, scene.attending(meeting, other.case.victim)


def test_a_yes_taken_back_in_one_case_waits_for_the_booking_and_the_circle_falls_in_both(of_two_cases) -> None:
    scene, meeting, consent = of_two_cases
    began = threading.Event()

    def withdraw() -> None:
        forget_keys()
        with as_area(scene.world):
            began.set()
            withdraw_consent(consent_id=consent.pk, how="spoken", by=scene.worker, at=scene.now)

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
        assert standing([booked], scene.now)[booked.pk].codes == ["attend_gone"]


def test_a_booking_waits_for_the_yes_that_is_taken_back_and_is_refused(of_two_cases) -> None:
    scene, meeting, consent = of_two_cases
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
            withdraw_consent(consent_id=consent.pk, how="spoken", by=scene.worker, at=scene.now)
            booking = run(book)
            assert began.wait(PATIENCE)
            with pytest.raises(StillWaiting):
                booking.result(timeout=WAIT)
        assert booking.result(timeout=PATIENCE) == ["attend"]


def test_two_who_keep_the_last_seat_keep_it_once(committed_world: World) -> None:
    with as_area(committed_world):
        scene = make_circle_scene(committed_world)
        meeting = scene.circle(seats_offered=1)
        beth, amina = (make_circle_scene(committed_world, name, f"of {name}").case for name in ("Beth", "Amina"))
        asked = [
            services.propose_seat(meeting_id=meeting.pk, case_id=case.pk, words="", by=scene.worker, at=scene.now)
            for case in (beth, amina)
        ]

    def keep(number: int) -> str:
        forget_keys()
        try:
            with as_area(scene.world):
                services.accept_proposal(proposal_id=asked[number].pk, by=scene.worker, at=scene.now)
        except (Blocked, IllegalTransition) as refused:
            return type(refused).__name__
        return "kept"

    with other_connection() as run, other_connection() as also:
        first, second = run(keep, 0), also(keep, 1)
        answers = {first.result(timeout=PATIENCE), second.result(timeout=PATIENCE)}
    assert "kept" in answers
    assert len(answers) == 2
    with as_area(scene.world):
        assert Participant.objects.filter(meeting=meeting).count() == 2
        assert Meeting.objects.get(pk=meeting.pk).seats_offered == 0
