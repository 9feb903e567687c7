from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from talkingpiece.audit.corrections import enter_in_error
from talkingpiece.meetings import services
from talkingpiece.meetings.models import AgreementItem, Check
from talkingpiece.meetings.presenters import timeline
from talkingpiece.protection.classes import Side
from tests.meetings.conftest import Scene
from tests.meetings.test_agreement import agree, result
from tests.meetings.test_begin_and_hold import begin, debrief, hold, on_the_day


def whole_way(scene: Scene) -> None:
    meeting = hold(scene, begin(scene, on_the_day(scene)), agreed=True, changes="A break.")
    debrief(scene, scene.seat(meeting, scene.case.victim), words="She slept.")
    agree(scene, meeting)
    result(scene, AgreementItem.objects.latest("due_on"), victim_told_at=scene.now)


def test_everything_that_happened_with_a_meeting_is_told(scene: Scene) -> None:
    whole_way(scene)
    cancelled = scene.planned()
    services.cancel_meeting(meeting_id=cancelled.pk, why="Ill.", told=set(), by=scene.worker, at=scene.now)
    told = {str(entry.title).split(" for ")[0]: entry for entry in timeline(scene.case)}
    assert {
        "A meeting is planned",
        "The meeting is booked",
        "The meeting begins",
        "The meeting was held, and is written up",
        "The meeting will not take place",
        "Talked with Maya after the meeting",
        "Everybody was asked again, and the place is cleared",
        "They made an agreement",
        "Something that was agreed: done",
    } == set(told)
    assert told["Talked with Maya after the meeting"].side == Side.VICTIM
    assert told["The meeting was held, and is written up"].words == "A break."
    assert told["They made an agreement"].fact == "meetings.OutcomeAgreement"


def test_a_fact_entered_in_error_stays_readable_with_its_reason(scene: Scene) -> None:
    scene.booked()
    meeting = on_the_day(scene)
    wrong = Check.objects.filter(meeting=meeting).latest("happened_at")
    enter_in_error(wrong, by=scene.worker, at=scene.now, why="Another meeting.", case_id=scene.case.pk, side=Side.JOINT)
    [entry] = [e for e in timeline(scene.case) if e.fact_id == wrong.pk]
    assert entry.error_why == "Another meeting."


def test_the_history_costs_the_same_for_many_meetings(scene: Scene) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            timeline(scene.case)
        return len(seen)

    whole_way(scene)
    once = queries()
    for _round in range(2):
        scene.planned(starts_at=scene.now + timedelta(days=40))
    assert queries() <= once
