"""A healing circle: over the same machinery as every meeting, without anybody's asking the person who did the harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import models

from talkingpiece.areas.queries import opening_of
from talkingpiece.areas.services import write_closing
from talkingpiece.casefile.gates import blockers_to_end, facts_for_end
from talkingpiece.casefile.way import SAID
from talkingpiece.cases.models import Companion
from talkingpiece.cases.states import ClosureReason, OffenderTold
from talkingpiece.core.blockers import Blocked, digest
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.meetings import models as tables
from talkingpiece.meetings import services
from talkingpiece.meetings.conditions import worries
from talkingpiece.meetings.gates import facts_for_booking
from talkingpiece.meetings.models import Meeting, Participant, Round
from talkingpiece.meetings.queries import Place, standing
from talkingpiece.meetings.services import Attendance, Newcomer, Record, RoundSaid, Stale
from talkingpiece.protection.classes import Side
from talkingpiece.protection.fields import EncryptedTextField
from talkingpiece.risk.models import Assessment
from tests.meetings.circle import CircleScene, make_circle_scene
from tests.world import World


@pytest.fixture
def scene(world: World) -> CircleScene:
    return make_circle_scene(world)


def test_a_circle_is_booked_when_each_chose_it_is_prepared_and_says_yes(scene: CircleScene) -> None:
    meeting = scene.with_people()
    assert {"not_assessed", "not_prepared", "attend"} == set(scene.codes(meeting))
    with pytest.raises(Blocked):
        services.book_meeting(meeting_id=meeting.pk, by=scene.worker, at=scene.now)
    scene.everybody_says_yes(meeting)
    scene.looked_at(at=scene.now + timedelta(minutes=1))
    assert scene.codes(meeting) == []
    assert services.book_meeting(meeting_id=meeting.pk, by=scene.worker, at=scene.now).stage == "booked"


def test_what_the_other_person_answered_changes_nothing_that_the_circle_asks(scene: CircleScene) -> None:
    meeting = scene.ready_circle()
    before = digest(facts_for_booking(meeting, scene.now))
    scene.approached()
    assert digest(facts_for_booking(meeting, scene.now)) == before
    assert facts_for_booking(meeting, scene.now).offenders == ()


def test_whoever_comes_beside_her_is_a_companion_of_her_case(scene: CircleScene) -> None:
    meeting = scene.with_people()
    carol = Companion.objects.select_related("person").get(case=scene.case)
    assert (carol.person.called, carol.part, carol.beside_id) == ("Carol", "supporter", scene.case.victim_id)
    aziz = Participant.objects.select_related("person").get(meeting=meeting, part="community")
    assert (aziz.case, aziz.person.called) == (None, "Mr Aziz")


def test_somebody_new_of_the_service_is_looked_at_in_the_case_it_was_planned_from(scene: CircleScene) -> None:
    meeting = scene.ready_circle()
    Assessment.objects.filter(case=scene.case).update(submitted_at=scene.now - timedelta(days=1))
    assert set(scene.codes(meeting)) == {"new_person"}


def test_nobody_responsible_for_the_harm_sits_there_under_another_name(scene: CircleScene) -> None:
    meeting = scene.ready_circle()
    places = [
        Place(seat.person, seat.part, Side(seat.side), seat.case)
        for seat in Participant.objects.filter(meeting=meeting).select_related("person", "case__victim")
    ]
    lee = Place(scene.responsible.person, "community", Side.VICTIM, None)
    other = scene.circle(places=[*places, lee])
    assert "responsible_here" in scene.codes(other)
    assert "responsible_here" not in scene.codes(meeting)


def test_an_area_that_is_closed_again_books_nothing_new_and_keeps_what_it_promised(scene: CircleScene) -> None:
    booked, thought_of = scene.ready_circle(), scene.circle()
    services.book_meeting(meeting_id=booked.pk, by=scene.worker, at=scene.now)
    opening = opening_of(scene.world.area.pk)
    assert opening is not None
    write_closing(opening=opening, why="No keeper until May.", by_id=scene.world.scheme_manager.pk, at=scene.now)
    assert "area_closed" in scene.codes(thought_of)
    booked = scene.fresh(booked)
    assert standing([booked], scene.now)[booked.pk].is_open
    assert any("closed this area" in words for words in worries(facts_for_booking(booked, scene.now)))


# ---- rounds


def test_the_rounds_begin_as_the_approach_suggests_and_can_be_changed(scene: CircleScene) -> None:
    meeting = scene.with_people()
    assert [one.kind for one in meeting.rounds.all()][:3] == ["opening", "check_in", "values"]
    said = [RoundSaid("check_in", "How is the weather in you?", 10), RoundSaid("closing", "Tea.", 5)]
    given: dict[str, Any] = {
        "rounds": said,
        "piece": "A river stone",
        "chair_for": "her late husband",
        "by": scene.worker,
    }
    services.arrange_meeting(meeting_id=meeting.pk, version=1, at=scene.now, **given)
    assert [one.prompt for one in meeting.rounds.all()] == ["How is the weather in you?", "Tea."]
    assert scene.fresh(meeting).piece == "A river stone"
    with pytest.raises(Stale):
        services.arrange_meeting(meeting_id=meeting.pk, version=1, at=scene.now, **given)


def test_changing_the_rounds_asks_nobody_again(scene: CircleScene) -> None:
    meeting = scene.ready_circle()
    services.book_meeting(meeting_id=meeting.pk, by=scene.worker, at=scene.now)
    version = scene.fresh(meeting).version
    services.arrange_meeting(
        meeting_id=meeting.pk, version=version, rounds=[], piece="", chair_for="", by=scene.worker, at=scene.now
    )
    assert scene.codes(meeting) == []
    assert scene.fresh(meeting).stage == "booked"


def test_which_rounds_were_used_is_written_down_and_never_who_said_what(scene: CircleScene) -> None:
    meeting = held(scene, scene.with_people(), used=2)
    assert [one.used for one in meeting.rounds.all()][:3] == [True, True, False]
    assert meeting.guidelines == "One voice at a time."
    with pytest.raises(IllegalTransition):
        services.arrange_meeting(
            meeting_id=meeting.pk,
            version=meeting.version,
            rounds=[],
            piece="",
            chair_for="",
            by=scene.worker,
            at=scene.now,
        )


# Everything of a meeting that somebody can write free words into, and whose words they are.
WORDS = {
    "Meeting": {
        "venue": "the service",
        "practical": "the service",
        "piece": "what it is",
        "chair_for": "at a wish, before",
        "guidelines": "everybody there, together",
        "changes": "the service, of the course",
        "incidents": "the service, of safety",
        "learning": "the service, of itself",
        "held_despite": "the service",
        "taken_back_why": "the service",
        "cancelled_why": "the service",
    },
    "Participant": {"debrief": "their own, to us, afterwards"},
    "Round": {"prompt": "what is asked"},
    "Proposal": {"words": "a worker"},
    "Check": {"words": "the service"},
    "OutcomeAgreement": {"words": "everybody who signs"},
    "AgreementItem": {
        "words": "the plan",
        "verified": "the plan",
        "evidence": "the plan",
        "result_words": "the plan, afterwards",
    },
    "Variation": {"words": "the plan, afterwards"},
}


def test_no_field_of_a_meeting_takes_what_somebody_said_in_it() -> None:
    rows = [m for m in vars(tables).values() if isinstance(m, type) and issubclass(m, models.Model)]
    own = [m for m in rows if m.__module__.startswith("talkingpiece.meetings") and not m._meta.abstract]
    found = {
        m.__name__: {f.name for f in m._meta.get_fields() if isinstance(f, (EncryptedTextField, models.TextField))}
        - {"error_why"}  # of every fact: why somebody says that it is wrong
        for m in own
    }
    assert {name: fields for name, fields in found.items() if fields} == {n: set(w) for n, w in WORDS.items()}


def test_a_round_knows_nobody() -> None:
    related = {f.related_model.__name__ for f in Round._meta.get_fields() if f.is_relation and f.related_model}
    assert related == {"Meeting", "Area", "DataKey"}


# ---- the end


def held(scene: CircleScene, meeting: Meeting, *, used: int = 0, agreed: bool = False) -> Meeting:
    seats = Participant.objects.filter(meeting=meeting)
    rounds = list(meeting.rounds.all())
    record = Record(
        started_at=scene.now - timedelta(hours=3),
        ended_at=scene.now - timedelta(hours=1),
        attendance=[Attendance(seat.pk, attended=True, wellbeing="well") for seat in seats],
        agreed=agreed,
        despite="They were all there.",
        guidelines="One voice at a time.",
        rounds_used=frozenset(one.pk for one in rounds[:used]),
    )
    version = scene.fresh(meeting).version
    return services.record_held(meeting_id=meeting.pk, version=version, record=record, by=scene.worker, at=scene.now)


def test_a_case_for_which_a_circle_was_held_ends_as_that_and_not_as_a_meeting_of_both(scene: CircleScene) -> None:
    told = replace(SAID, reason=ClosureReason.COMPLETED_CIRCLE, offender_told=OffenderTold.NEVER_APPROACHED)
    assert "no_meeting_held" in blockers_to_end(facts_for_end(scene.case, told)).codes
    meeting = held(scene, scene.with_people())
    for seat in Participant.objects.filter(meeting=meeting):
        services.record_debrief(
            participant_id=seat.pk, spoke=True, means="call", wellbeing="well", words="", by=scene.worker, at=scene.now
        )
    assert blockers_to_end(facts_for_end(scene.case, told)).is_open
    met = replace(told, reason=ClosureReason.COMPLETED_DIRECT)
    assert blockers_to_end(facts_for_end(scene.case, met)).codes == ["no_meeting_held"]


def test_a_newcomer_has_one_of_the_parts_of_no_case(scene: CircleScene) -> None:
    meeting = scene.circle(newcomers=[Newcomer("Dave", "surrogate")], purpose="surrogates")
    assert "no_room" not in scene.codes(meeting)
    other = scene.circle(newcomers=[Newcomer("Dan", "surrogate")])
    assert "no_room" in scene.codes(other)
