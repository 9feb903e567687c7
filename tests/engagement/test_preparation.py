"""Preparation: what was gone through, what is missing, and readiness in their own judgement."""

from typing import Any

import pytest
from django.urls import reverse

from talkingpiece.cases.balls import What
from talkingpiece.consents.services import record_consent
from talkingpiece.engagement.models import Preparation
from talkingpiece.engagement.profile import Engagement
from talkingpiece.engagement.queries import prepared, somebody
from talkingpiece.engagement.services import record_preparation
from talkingpiece.people.models import Person
from talkingpiece.protection.classes import Side
from tests.engagement.conftest import no_act, one_act
from tests.engagement.test_visit import moment

POLICY = Engagement()


def everything(audience):
    return POLICY.required(audience, "conference")


def session(stage, person_id=None, **changes):
    given: dict[str, Any] = {
        "approach": "conference",
        "covered": ["process", "break"],
        "ready": False,
        "at": stage.now,
    } | changes
    person_id = person_id or stage.case.victim_id
    return record_preparation(case_id=stage.case.pk, person_id=person_id, by=stage.worker, **given)


def so_far(stage, person_id=None):
    return prepared(stage.case.pk, person_id or stage.case.victim_id, "conference")


def test_sessions_add_up_and_readiness_is_what_they_said_last(stage):
    assert set(so_far(stage).missing) == everything("victim")
    with one_act("preparation.recorded"):
        session(stage, ready=True, supporter="Her sister")
    found = so_far(stage)
    assert set(found.missing) == everything("victim") - {"process", "break"}
    assert found.ready
    assert not found.enough
    session(stage, covered=everything("victim"), ready=False)
    found = so_far(stage)
    assert (found.missing, found.ready, found.supporter, found.enough) == ((), False, "Her sister", False)
    session(stage, covered=[], ready=True)
    assert so_far(stage).enough


def test_what_was_prepared_for_another_way_counts_for_nothing_here(stage):
    session(stage, approach="letters", covered=everything("victim") & {"process", "break"}, ready=True)
    assert not so_far(stage).covered
    assert not so_far(stage).ready


def test_each_side_has_its_own_list(stage):
    offender = stage.responsible.person_id
    assert "account" in so_far(stage, offender).missing
    assert "questions" not in so_far(stage, offender).missing
    session(stage, offender, covered=["account"])
    with no_act(), pytest.raises(ValueError, match="list"):
        session(stage, offender, covered=["questions"])
    assert Preparation.objects.get().side == "offender"


def test_a_session_entered_in_error_prepares_nobody(stage):
    row = session(stage, covered=everything("victim"), ready=True)
    assert so_far(stage).enough
    row.error_at, row.error_by, row.error_why = stage.now, stage.worker, "another person"
    row.save()
    assert not so_far(stage).covered


def test_the_meeting_is_planned_when_everybody_who_takes_part_is_prepared(stage):
    stage.waits_for(What.APPROACH)
    stage.approached("yes")
    assert stage.ball.what == What.PREPARE
    session(stage, covered=everything("victim"), ready=True)
    assert stage.ball.what == What.PREPARE
    session(stage, stage.responsible.person_id, covered=everything("offender"), ready=False)
    assert stage.ball.what == What.PREPARE
    session(stage, stage.responsible.person_id, covered=[], ready=True)
    assert stage.ball.what == What.PLAN_MEETING


def test_a_supporter_is_prepared_once_they_were_asked_for_a_consent(stage):
    aunt = stage.world.person("Asha")
    with no_act(), pytest.raises(Person.DoesNotExist):
        session(stage, aunt.pk, covered=["supporting"])
    assert prepared(stage.case.pk, aunt.pk, "conference").missing == ("not_of_this_case",)
    record_consent(
        case_id=stage.case.pk,
        person=aunt,
        side=Side.VICTIM,
        item="attend",
        target="m",
        answer="given",
        wording="Will you come?",
        method="spoken",
        by=stage.worker,
        at=stage.now,
    )
    found = somebody(stage.fresh(), aunt.pk)
    assert found is not None
    assert (found.audience, found.side) == ("supporter", "victim")
    session(stage, aunt.pk, covered=["supporting"])
    assert "supporting" not in so_far(stage, aunt.pk).missing


# The page


def url(stage, person_id=None):
    return reverse("engagement:prepare", args=[stage.case.reference, person_id or stage.case.victim_id])


def test_the_page_ticks_and_dates_what_was_covered_and_takes_what_was_today(stage):
    session(stage)
    client = stage.world.client(stage.worker)
    html = client.get(url(stage)).content.decode()
    total = len(everything("victim"))
    assert f"2 of {total} gone through" in html
    assert "Gone through on" in html
    typed: dict[str, Any] = {
        "covered": ["hardest", "break"],
        "ready": "yes",
        "supporter": "Her sister",
        "note": "Wants a table.",
    }
    assert client.post(url(stage), typed | moment("happened_at", stage.now)).status_code == 302
    newest = Preparation.objects.latest("recorded_at")
    assert (newest.covered, newest.ready, newest.supporter) == (["hardest", "break"], True, "Her sister")
    assert "Wants a table." in client.get(url(stage)).content.decode()


def test_their_own_judgement_must_be_asked(stage):
    client = stage.world.client(stage.worker)
    answer = client.post(url(stage), {"covered": ["break"]} | moment("happened_at", stage.now))
    assert "Say what they say of themselves" in answer.content.decode()
    assert 'value="break" checked' in answer.content.decode()
    assert Preparation.objects.count() == 0


def test_an_approach_that_the_area_does_not_offer_and_a_stranger_find_nothing(stage):
    worker, stranger = stage.world.client(stage.worker), stage.world.client(stage.world.other_facilitator)
    assert worker.get(url(stage) + "?approach=conference").status_code == 200
    assert worker.get(url(stage) + "?approach=seance").status_code == 404
    assert stranger.get(url(stage)).status_code == 404
    assert worker.get(url(stage, stage.world.person("Asha").pk)).status_code == 404
