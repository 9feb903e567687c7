"""Listening: needs, wishes and the rest in their words; one act; one rule for both sides."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from talkingpiece.audit.models import Event, Kind
from talkingpiece.cases.balls import What
from talkingpiece.engagement.gates import blockers_to_be_ready
from talkingpiece.engagement.models import InformationGiven, Need, Voice
from talkingpiece.engagement.profile import Engagement
from talkingpiece.engagement.queries import needs, victim_ready_facts, voices
from talkingpiece.engagement.services import (
    NeedSaid,
    give_information,
    record_listening,
    record_need,
    record_voice,
)
from talkingpiece.people.models import Person
from tests.engagement.conftest import HEARD, no_act, one_act
from tests.engagement.test_visit import moment


def ready(stage):
    case = stage.fresh()
    return blockers_to_be_ready(victim_ready_facts(case, timezone.localdate(stage.now)), Engagement())


def test_a_whole_talk_is_one_act_and_makes_the_victim_ready(stage):
    stage.waits_for(What.LISTEN)
    assert ready(stage).codes == ["not_informed", "no_wishes", "no_risk_view", "no_support"]
    with one_act("listening.recorded"):
        stage.listen(needs=[NeedSaid("To know why me.", 2), NeedSaid("To sleep.", 1)])
    assert ready(stage).is_open
    assert [need.words for need in needs(stage.case.pk)] == ["To sleep.", "To know why me."]
    assert {voice.kind: voice.words for voice in voices(stage.case.pk)} == HEARD
    assert InformationGiven.objects.get().sheet_version == 1
    assert stage.ball.what == What.LEGAL_CHECK


def test_the_trail_says_that_somebody_listened_and_not_what_was_said(stage):
    stage.listen()
    event = Event.objects.get(name="listening.recorded")
    assert event.detail == {"needs": 1, "voices": sorted(HEARD), "sheet_version": 1}


def test_a_lawful_approach_comes_next_when_the_law_was_checked(stage):
    stage.waits_for(What.LISTEN)
    stage.check_law(days_ago=10)
    stage.listen()
    assert stage.ball.what == What.APPROACH


def test_a_talk_in_which_not_everything_was_heard_stays_with_whoever_listens(stage):
    stage.waits_for(What.LISTEN)
    stage.listen(voices={"fear": "That he comes back."}, sheet_means="")
    assert stage.ball.what == What.LISTEN
    assert ready(stage).codes == ["not_informed", "no_risk_view", "no_support"]


def test_an_empty_talk_is_no_act(stage):
    with no_act(), pytest.raises(ValueError, match="nothing"):
        record_listening(
            case_id=stage.case.pk, needs=[NeedSaid("  ")], voices={"wish": " "}, by=stage.worker, at=stage.now
        )


def test_one_thing_at_a_time_is_one_act_each(stage):
    at, by = stage.now, stage.worker
    with one_act("need.recorded"):
        record_need(case_id=stage.case.pk, need=NeedSaid("To sleep.", 1, "safety"), by=by, at=at)
    for person_id, side in ((stage.case.victim_id, "victim"), (stage.responsible.person_id, "offender")):
        with one_act("voice.recorded"):
            voice = record_voice(
                case_id=stage.case.pk, person_id=person_id, kind="fear", words="To be seen.", by=by, at=at
            )
        assert voice.side == side
        with one_act("information.given"):
            given = give_information(case_id=stage.case.pk, person_id=person_id, means="in_person", by=by, at=at)
        assert (given.sheet, given.side) == (side, side)


def test_somebody_of_another_case_has_no_voice_in_this_one(stage):
    stranger = stage.world.case("Nadia").victim_id
    with no_act(), pytest.raises(Person.DoesNotExist):
        record_voice(case_id=stage.case.pk, person_id=stranger, kind="fear", words="x", by=stage.worker, at=stage.now)
    assert Voice.objects.count() == 0


def test_what_was_entered_in_error_makes_nobody_ready(stage):
    stage.listen()
    voice = Voice.objects.get(kind="risk_view")
    voice.error_at, voice.error_by, voice.error_why = stage.now, stage.worker, "another case"
    voice.save()
    assert ready(stage).codes == ["no_risk_view"]


def test_the_offender_s_own_view_does_not_stand_in_for_the_victim_s(stage):
    stage.listen(voices={"support": "My sister."})
    give: dict[str, Any] = {
        "case_id": stage.case.pk,
        "person_id": stage.responsible.person_id,
        "by": stage.worker,
        "at": stage.now,
    }
    record_voice(kind="risk_view", words="None.", **give)
    assert ready(stage).codes == ["no_risk_view"]


def test_what_is_heard_tomorrow_makes_nobody_ready_today(stage):
    stage.listen(voices={"support": "My sister."})
    give: dict[str, Any] = {"case_id": stage.case.pk, "person_id": stage.case.victim_id, "by": stage.worker}
    record_voice(kind="risk_view", words="That I shake.", at=stage.now + timedelta(days=1), **give)
    assert ready(stage).codes == ["no_risk_view"]


# The pages


def listen_url(stage):
    return reverse("engagement:listen", args=[stage.case.reference])


def test_the_page_saves_all_of_it_at_once(stage):
    typed: dict[str, Any] = {
        "need_1": "To know why me.",
        "rank_1": "2",
        "need_2": "To sleep.",
        "rank_2": "1",
        "need_3": "",
        "fear": "That he comes back.",
        "told": "on",
        "sheet_means": "in_person",
        "language": "English",
    }
    with one_act("listening.recorded"):
        answer = stage.world.client(stage.worker).post(listen_url(stage), typed | moment("happened_at", stage.now))
    assert answer.url == reverse("casefile:case", args=[stage.case.reference])
    assert [(need.rank, need.words) for need in needs(stage.case.pk)] == [(1, "To sleep."), (2, "To know why me.")]
    assert InformationGiven.objects.count() == Voice.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({}, "Write down one thing that they said"),
        ({"need_1": "a", "rank_1": "1", "need_2": "b", "rank_2": "1"}, "Two needs have this rank"),
        ({"need_1": "a", "rank_1": "3"}, "Rank them from 1 to 1"),
        ({"need_1": "a", "rank_2": "1"}, "There is no need beside this rank"),
        ({"told": "on"}, "Choose how you went through it"),
    ],
)
def test_a_slip_is_named_and_what_was_typed_stays(stage, typed, error):
    more = {"wish": "To look at him."} if typed else {}
    answer = stage.world.client(stage.worker).post(listen_url(stage), typed | more | moment("happened_at", stage.now))
    html = answer.content.decode()
    assert error in html
    assert ("To look at him." in html) == bool(more)
    assert Need.objects.count() == Voice.objects.count() == 0


def test_more_boxes_keep_what_was_typed_and_save_nothing(stage):
    client = stage.world.client(stage.worker)
    typed: dict[str, Any] = {
        "need_1": "a",
        "need_2": "b",
        "need_3": "c",
        "wish": "To look at him.",
        "told": "on",
        "more": "1",
    }
    html = client.post(listen_url(stage), typed | {"happened_at_day": "7"}).content.decode()
    assert all(f'name="need_{number}"' in html for number in range(1, 7))
    assert 'name="need_7"' not in html
    assert "To look at him." in html
    assert 'name="happened_at_day" type="text" value="7"' in html
    assert "govuk-error-summary" not in html
    assert Need.objects.count() == 0
    typed = {f"need_{number}": f"need {number}" for number in range(1, 7)}
    client.post(listen_url(stage), typed | moment("happened_at", stage.now))
    assert [need.words for need in needs(stage.case.pk)] == [f"need {number}" for number in range(1, 7)]


def test_reading_what_the_victim_said_is_in_the_trail(stage):
    stage.listen()
    html = stage.world.client(stage.worker).get(listen_url(stage)).content.decode()
    assert "To know why me." in html
    reading = Event.objects.filter(kind=Kind.READING, name="engagement_listening.read")
    assert reading.get().actor_id == stage.worker.pk


def test_the_single_pages_record_one_thing_each(stage):
    client, now = stage.world.client(stage.worker), moment("happened_at", stage.now)
    client.post(
        reverse("engagement:need", args=[stage.case.reference]),
        {"words": "To sleep.", "rank": "", "code": "safety"} | now,
    )
    assert [(need.words, need.code, need.rank) for need in needs(stage.case.pk)] == [("To sleep.", "safety", None)]
    offender = stage.responsible.person_id
    url = reverse("engagement:voice", args=[stage.case.reference, offender])
    client.post(url, {"kind": "fear", "words": "To be hated."} | now)
    assert [(v.side, v.words) for v in voices(stage.case.pk)] == [("offender", "To be hated.")]
    url = reverse("engagement:information", args=[stage.case.reference, offender])
    assert "It does not shorten a sentence" in client.get(url).content.decode()
    client.post(url, {"means": "in_person", "language": "Polish"} | now)
    assert [(row.sheet, row.language) for row in InformationGiven.objects.all()] == [("offender", "Polish")]


def test_strangers_find_none_of_these_pages(stage):
    stranger = stage.world.client(stage.world.other_facilitator)
    person = stage.case.victim_id
    for name, more in (("listen", ()), ("need", ()), ("voice", (person,)), ("information", (person,))):
        url = reverse(f"engagement:{name}", args=[stage.case.reference, *more])
        assert stranger.get(url).status_code == 404
        assert stage.world.client(stage.worker).get(url).status_code == 200
