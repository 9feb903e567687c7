"""A booked meeting stands while its gate is open, asked anew each time. Nothing downstream copied the consent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from talkingpiece.cases.balls import What
from talkingpiece.cases.models import GatePassing
from talkingpiece.cases.services import mark_sensitive, pause_case, record_restriction
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.meetings import services
from talkingpiece.meetings.models import Meeting
from talkingpiece.meetings.queries import Place, fallen, meetings_of, standing
from talkingpiece.people.models import Conflict
from talkingpiece.protection.classes import Side
from talkingpiece.protection.context import show_areas
from talkingpiece.risk.models import Assessment, RedFlag
from talkingpiece.staffing.models import Facilitator, Level
from tests.meetings.conftest import Scene, make_scene
from tests.world import build_world


def book(meeting: Meeting, scene: Scene) -> Meeting:
    return services.book_meeting(meeting_id=meeting.pk, by=scene.worker, at=scene.now)


def stands(meeting: Meeting, scene: Scene) -> bool:
    return standing([scene.fresh(meeting)], scene.now)[meeting.pk].is_open


def test_booking_says_when_and_by_whom_and_nothing_else(scene: Scene) -> None:
    before = scene.ready_meeting()
    booked = book(before, scene)
    changed = {
        field.attname
        for field in Meeting._meta.concrete_fields
        if getattr(scene.fresh(booked), field.attname) != getattr(before, field.attname)
    }
    assert changed == {"confirmed_at", "confirmed_by_id"}
    assert scene.ball.what == What.MEETING_AHEAD
    passing = GatePassing.objects.get(gate="meeting.book")
    assert passing.subject_id == booked.pk
    assert len(passing.facts_digest) == 64


def test_the_ball_is_due_at_the_first_check(scene: Scene) -> None:
    booked = book(scene.ready_meeting(), scene)
    first = timezone.localdate(booked.starts_at) - timedelta(days=7)
    assert scene.ball.due_at is not None
    assert timezone.localdate(scene.ball.due_at) == first


def test_a_meeting_is_booked_once(scene: Scene) -> None:
    booked = book(scene.ready_meeting(), scene)
    with pytest.raises(IllegalTransition):
        book(booked, scene)


def test_a_refused_booking_names_everything_and_leaves_nothing_behind(scene: Scene) -> None:
    meeting = scene.planned()
    scene.withdraw(scene.consent(scene.case.victim, Side.VICTIM, "mode", target="conference"))
    with pytest.raises(Blocked) as refused:
        book(meeting, scene)
    assert sorted(refused.value.verdict.codes) == ["attend", "attend", "mode"]
    assert scene.fresh(meeting).stage == "planned"
    assert scene.events("meeting.booked") == []
    assert GatePassing.objects.count() == 0


def _withdraw_date(scene: Scene, meeting: Meeting) -> None:
    scene.withdraw(scene.attending(meeting, scene.responsible.person))


def _pause(scene: Scene, meeting: Meeting) -> None:
    pause_case(case_id=scene.case.pk, words="", resume_on=None, by=scene.worker, at=scene.now)


def _flag(scene: Scene, meeting: Meeting) -> None:
    from talkingpiece.cases.services import fact_columns

    columns = fact_columns(scene.case, by=scene.worker, at=scene.now)
    RedFlag(**columns, case=scene.case, side="offender", kind="threats", words="He rang her aunt.").save()


def _forbid(scene: Scene, meeting: Meeting) -> None:
    record_restriction(
        responsible_id=scene.responsible.pk,
        by=scene.worker,
        at=scene.now,
        kind="restraining_order",
        forbids=["direct"],
        starts_on=timezone.localdate(scene.now),
    )


def _lapse(scene: Scene, meeting: Meeting) -> None:
    Assessment.objects.update(valid_until=timezone.localdate(meeting.starts_at))


def _conflict(scene: Scene, meeting: Meeting) -> None:
    from talkingpiece.cases.services import fact_columns

    columns = fact_columns(scene.case, by=scene.worker, at=scene.now)
    Conflict(**columns, user=scene.worker, person=scene.responsible.person, words="A cousin.").save()


FALLS = {
    "a yes to the date is taken back": (_withdraw_date, {"attend_gone"}),
    "the victim pauses": (_pause, {"paused"}),
    "a red flag is raised": (_flag, {"flag_open"}),
    "an order is made": (_forbid, {"legal_forbidden"}),
    "the risk runs out before the day": (_lapse, {"out_of_date"}),
    "the lead finds that they know somebody": (_conflict, {"conflict"}),
}


@pytest.mark.parametrize(("happens", "codes"), FALLS.values(), ids=FALLS)
def test_a_booked_meeting_falls_at_once(scene: Scene, happens: Any, codes: set[str]) -> None:
    booked = book(scene.ready_meeting(), scene)
    assert stands(booked, scene)
    assert fallen(scene.world.area.pk, scene.now) == []

    happens(scene, booked)

    assert scene.fresh(booked).stage == "booked"
    assert set(standing([booked], scene.now)[booked.pk].codes) == codes
    assert [one.meeting.pk for one in fallen(scene.world.area.pk, scene.now)] == [booked.pk]
    assert [one.meeting.pk for one in fallen(scene.world.area.pk, scene.now, user=scene.worker)] == [booked.pk]
    assert fallen(scene.world.area.pk, scene.now, user=scene.world.offender_manager) == []


def test_it_stands_again_when_the_yes_is_given_again(scene: Scene) -> None:
    booked = book(scene.ready_meeting(), scene)
    scene.withdraw(scene.attending(booked, scene.case.victim))
    assert not stands(booked, scene)
    scene.consent(scene.case.victim, Side.VICTIM, "attend", target=str(booked.pk))
    assert stands(booked, scene)


def test_a_no_to_the_date_ends_an_earlier_yes(scene: Scene) -> None:
    booked = book(scene.ready_meeting(), scene)
    scene.consent(scene.case.victim, Side.VICTIM, "attend", target=str(booked.pk), answer="refused")
    assert not stands(booked, scene)


def test_a_case_that_becomes_sensitive_needs_its_second_facilitator(scene: Scene) -> None:
    alone = book(scene.ready_meeting(co_facilitator=None), scene)
    mark_sensitive(case_id=scene.case.pk, by=scene.worker, at=scene.now)
    assert standing([alone], scene.now)[alone.pk].codes == ["two_facilitators"]


def test_a_supporter_is_prepared_assessed_and_asked_like_anybody(scene: Scene) -> None:
    meeting = scene.with_supporter()
    anita = meeting.participants.select_related("person").get(part="supporter").person
    scene.attend(meeting)
    with pytest.raises(Blocked) as refused:
        book(meeting, scene)
    assert sorted(refused.value.verdict.codes) == ["new_person", "not_prepared"]

    scene.prepare(anita, "supporter")
    Assessment.objects.update(submitted_at=anita.known_since + timedelta(seconds=1))
    assert book(meeting, scene).stage == "booked"


def test_people_of_two_cases_meet_and_both_cases_are_asked(scene: Scene) -> None:
    other = make_scene(scene.world, "Joan", "Lee")
    both = [*scene.places(), Place(other.case.victim, "victim", Side.VICTIM, other.case)]
    meeting = scene.planned(places=both)
    scene.attend(meeting)
    assert book(meeting, scene).stage == "booked"
    assert {p.case_id for p in GatePassing.objects.filter(gate="meeting.book")} == {scene.case.pk, other.case.pk}
    assert {e.case_id for e in scene.events("meeting.booked")} == {scene.case.pk, other.case.pk}
    assert other.ball.what == scene.ball.what == What.MEETING_AHEAD
    assert [m.pk for m in meetings_of(other.case.pk)] == [meeting.pk]

    pause_case(case_id=other.case.pk, words="", resume_on=None, by=scene.worker, at=scene.now)
    assert standing([meeting], scene.now)[meeting.pk].codes == ["paused"]


def test_asking_whether_many_meetings_stand_costs_as_much_as_asking_for_one(scene: Scene) -> None:
    from django.db import connection

    first = book(scene.ready_meeting(), scene)
    others = [make_scene(scene.world, f"Maya {n}", f"Callum {n}") for n in range(3)]
    many = [first, *(book(other.with_supporter_ready(), other) for other in others)]

    def queries(meetings: list[Meeting]) -> int:
        from talkingpiece.protection.keys import forget_keys

        forget_keys()
        with CaptureQueriesContext(connection) as seen:
            verdicts = standing([Meeting.objects.get(pk=m.pk) for m in meetings], scene.now)
        assert len(verdicts) == len(meetings)
        return len(seen) - len(meetings)

    assert queries(many) == queries([first])


def test_a_facilitator_is_measured_in_the_area_of_the_meeting(scene: Scene) -> None:
    """A level that somebody has elsewhere counts there."""
    meeting = scene.ready_meeting(co_facilitator=None)
    elsewhere = build_world(slug="wexbourne", code="WEX", name="Wexbourne")
    show_areas([scene.world.area.pk, elsewhere.area.pk])
    Facilitator.objects.create(area=elsewhere.area, user=scene.worker, level=Level.ADVANCED)
    Facilitator.objects.filter(area=scene.world.area, user=scene.worker).update(level=Level.FOUNDATION)
    assert standing([meeting], scene.now)[meeting.pk].codes == ["not_qualified"]
    Facilitator.objects.filter(area=scene.world.area, user=scene.worker).update(level=Level.INTERMEDIATE)
    Facilitator.objects.filter(area=elsewhere.area).update(level=Level.FOUNDATION)
    assert standing([meeting], scene.now)[meeting.pk].is_open
