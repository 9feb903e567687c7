from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from talkingpiece.cases.balls import What
from talkingpiece.cases.models import GatePassing
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.meetings import services
from talkingpiece.meetings.models import Meeting, Participant
from talkingpiece.meetings.queries import debriefs_owed, to_write_up
from talkingpiece.meetings.services import Attendance, Record, Stale
from tests.meetings.conftest import Scene


def check(scene: Scene, meeting: Meeting, kind: str, days_before: int, **more: Any) -> None:
    given: dict[str, Any] = {"everybody_willing": True, "place_cleared": True, "words": ""} | more
    at = meeting.starts_at - timedelta(days=days_before, hours=3)
    services.record_check(meeting_id=meeting.pk, kind=kind, by=scene.worker, at=at, **given)


def on_the_day(scene: Scene) -> Meeting:
    """Booked, asked again three times, the law asked again: five minutes before it starts."""
    meeting = scene.booked()
    check(scene, meeting, "seven_days", 7)
    check(scene, meeting, "day_before", 1)
    check(scene, meeting, "on_the_day", 0)
    scene.check_law(at=meeting.starts_at - timedelta(days=2))
    return meeting


def begin(scene: Scene, meeting: Meeting, at: datetime | None = None) -> Meeting:
    at = at or meeting.starts_at - timedelta(minutes=5)
    return services.begin_meeting(meeting_id=meeting.pk, by=scene.worker, at=at)


def record(meeting: Meeting, **more: Any) -> Record:
    seats = Participant.objects.filter(meeting=meeting)
    given: dict[str, Any] = {
        "started_at": meeting.starts_at,
        "ended_at": meeting.starts_at + timedelta(hours=2),
        "attendance": [Attendance(seat.pk, True, "well") for seat in seats],
        "agreed": False,
    }
    return Record(**{**given, **more})


def hold(scene: Scene, meeting: Meeting, **more: Any) -> Meeting:
    at = meeting.starts_at + timedelta(hours=3)
    version = scene.fresh(meeting).version
    what = record(meeting, **more)
    return services.record_held(meeting_id=meeting.pk, version=version, record=what, by=scene.worker, at=at)


def debrief(scene: Scene, seat: Participant, **more: Any) -> Participant:
    given: dict[str, Any] = {"spoke": True, "means": "call", "wellbeing": "well", "words": ""}
    given |= {"at": seat.meeting.starts_at + timedelta(days=1)} | more
    return services.record_debrief(participant_id=seat.pk, by=scene.worker, **given)


def test_with_everybody_asked_again_it_begins(scene: Scene) -> None:
    meeting = begin(scene, on_the_day(scene))
    assert meeting.stage == "begun"
    assert GatePassing.objects.filter(gate="meeting.begin", subject_id=meeting.pk).count() == 1
    assert scene.ball.what == What.WRITE_UP


@pytest.mark.parametrize("missing", ["seven_days", "day_before", "on_the_day"])
def test_without_one_of_the_checks_it_does_not_begin(scene: Scene, missing: str) -> None:
    meeting = scene.booked()
    scene.check_law(at=meeting.starts_at - timedelta(days=2))
    for kind, days in (("seven_days", 7), ("day_before", 1), ("on_the_day", 0)):
        if kind != missing:
            check(scene, meeting, kind, days)
    with pytest.raises(Blocked) as refused:
        begin(scene, meeting)
    assert refused.value.verdict.codes == [f"check_{missing}"]
    assert scene.fresh(meeting).stage == "booked"


def test_a_legal_check_of_the_week_before_last_is_too_old(scene: Scene) -> None:
    meeting = scene.booked()
    for kind, days in (("seven_days", 7), ("day_before", 1), ("on_the_day", 0)):
        check(scene, meeting, kind, days)
    with pytest.raises(Blocked) as refused:
        begin(scene, meeting)
    assert refused.value.verdict.codes == ["legal_stale"]
    scene.check_law(at=meeting.starts_at - timedelta(days=1))
    assert begin(scene, meeting).stage == "begun"


def test_a_yes_taken_back_on_the_doorstep_stops_it(scene: Scene) -> None:
    meeting = on_the_day(scene)
    scene.withdraw(scene.attending(meeting, scene.responsible.person))
    with pytest.raises(Blocked) as refused:
        begin(scene, meeting)
    assert refused.value.verdict.codes == ["attend_gone"]


def test_each_check_moves_the_ball_to_the_next(scene: Scene) -> None:
    meeting = scene.booked()
    dues = [scene.ball.due_at]
    for kind, days in (("seven_days", 7), ("day_before", 1)):
        check(scene, meeting, kind, days)
        dues.append(scene.ball.due_at)
    assert [(meeting.starts_at.date() - timezone.localdate(due)).days for due in dues if due] == [7, 1, 0]


def test_what_was_held_is_written_up_and_each_person_is_owed_a_talk(scene: Scene) -> None:
    meeting = hold(scene, begin(scene, on_the_day(scene)), changes="A break at three.", learning="A bigger room.")
    assert meeting.stage == "held"
    assert scene.fresh(meeting).changes == "A break at three."
    assert scene.ball.what == What.DEBRIEF
    assert len(debriefs_owed(scene.world.area.pk, user=scene.worker)) == 2
    assert scene.events("meeting.held_without_gate") == []


def test_a_meeting_that_was_never_begun_here_is_recorded_with_the_reason(scene: Scene) -> None:
    meeting = scene.planned()
    with pytest.raises(IllegalTransition):
        hold(scene, meeting)
    assert scene.fresh(meeting).stage == "planned"

    hold(scene, meeting, despite="They met in the waiting room and wanted to go on.")
    held = scene.fresh(meeting)
    assert held.stage == "held"
    assert held.held_despite.startswith("They met")
    [exception] = scene.events("meeting.held_without_gate")
    assert exception.detail["stage"] == "planned"
    assert {"not_booked", "attend"} <= set(exception.detail["codes"])


def test_writing_up_twice_corrects_and_says_so(scene: Scene) -> None:
    meeting = hold(scene, begin(scene, on_the_day(scene)))
    hold(scene, meeting, incidents="She felt faint.", ended_early_by="victim")
    assert scene.fresh(meeting).incidents == "She felt faint."
    assert scene.fresh(meeting).ended_early_by == "victim"
    assert len(scene.events("meeting.held")) == len(scene.events("meeting.rewritten")) == 1


def test_whoever_writes_up_second_is_told_of_the_first(scene: Scene) -> None:
    meeting = begin(scene, on_the_day(scene))
    hold(scene, meeting)
    with pytest.raises(Stale):
        services.record_held(
            meeting_id=meeting.pk, version=meeting.version, record=record(meeting), by=scene.worker, at=scene.now
        )


def test_a_meeting_that_was_not_held_after_all_is_taken_back(scene: Scene) -> None:
    meeting = hold(scene, begin(scene, on_the_day(scene)))
    services.take_back_record(meeting_id=meeting.pk, why="The wrong case.", by=scene.worker, at=scene.now)
    again = scene.fresh(meeting)
    assert again.stage == "booked"
    assert again.taken_back_why == "The wrong case."
    assert debriefs_owed(scene.world.area.pk) == []
    with pytest.raises(IllegalTransition):
        services.take_back_record(meeting_id=meeting.pk, why="Again.", by=scene.worker, at=scene.now)


def test_a_meeting_whose_time_has_come_waits_to_be_written_up(scene: Scene) -> None:
    meeting = scene.booked()
    later = meeting.starts_at + timedelta(hours=4)
    assert to_write_up(scene.world.area.pk, scene.now) == []
    assert [m.pk for m in to_write_up(scene.world.area.pk, later, user=scene.worker)] == [meeting.pk]
    hold(scene, meeting, despite="We began without the screen.")
    assert to_write_up(scene.world.area.pk, later) == []


def test_when_everybody_was_talked_with_the_follow_up_is_next(scene: Scene) -> None:
    meeting = hold(scene, begin(scene, on_the_day(scene)))
    maya, callum = scene.seat(meeting, scene.case.victim), scene.seat(meeting, scene.responsible.person)
    debrief(scene, maya, words="She slept.", wellbeing="shaken")
    assert scene.ball.what == What.DEBRIEF
    debrief(scene, callum, spoke=False, means="", wellbeing="")
    assert scene.ball.what == What.FOLLOW_UP
    assert scene.ball.due_at is not None
    assert (timezone.localdate(scene.ball.due_at) - timezone.localdate(meeting.held_at)).days == 14

    seat = Participant.objects.get(pk=maya.pk)
    assert (seat.debrief, seat.wellbeing, seat.wellbeing_later) == ("She slept.", "well", "shaken")
    assert Participant.objects.get(pk=callum.pk).debrief_declined


def test_nobody_is_debriefed_before_the_meeting_is_written_up(scene: Scene) -> None:
    meeting = scene.booked()
    with pytest.raises(IllegalTransition):
        debrief(scene, scene.seat(meeting, scene.case.victim))


def test_whoever_was_not_there_is_owed_no_talk(scene: Scene) -> None:
    meeting = begin(scene, on_the_day(scene))
    maya, callum = scene.seat(meeting, scene.case.victim), scene.seat(meeting, scene.responsible.person)
    hold(scene, meeting, attendance=[Attendance(maya.pk, True, "well"), Attendance(callum.pk, False)])
    assert [seat.pk for seat in debriefs_owed(scene.world.area.pk)] == [maya.pk]
