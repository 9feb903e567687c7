from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from talkingpiece.cases.balls import What
from talkingpiece.cases.states import LegalResult
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.meetings import services
from talkingpiece.meetings.models import AgreementItem, Meeting, OutcomeAgreement
from talkingpiece.meetings.profile import Meetings
from talkingpiece.meetings.queries import items_due, items_of, next_follow_up, open_items
from talkingpiece.meetings.services import Draft
from tests.meetings.conftest import Scene
from tests.meetings.test_begin_and_hold import begin, debrief, hold, on_the_day


@pytest.fixture
def held(scene: Scene) -> Meeting:
    meeting = hold(scene, begin(scene, on_the_day(scene)), agreed=True)
    for person in (scene.case.victim, scene.responsible.person):
        debrief(scene, scene.seat(meeting, person))
    return meeting


def agree(scene: Scene, meeting: Meeting, **more: Any) -> OutcomeAgreement:
    callum = scene.seat(meeting, scene.responsible.person)
    seats = {scene.seat(meeting, scene.case.victim).pk, callum.pk}
    due = timezone.localdate(meeting.held_at) + timedelta(days=30)
    given: dict[str, Any] = {
        "drafts": [Draft("Write to her once, in June", callum.pk, due)],
        "agree_freely": seats,
        "lawful": True,
        "against_no_order": True,
        "words": "If we meet by chance, he nods and walks on.",
        "at": meeting.starts_at + timedelta(hours=3),
    }
    return services.record_agreement(meeting_id=meeting.pk, by=scene.worker, **{**given, **more})


def result(scene: Scene, item: AgreementItem, **more: Any) -> AgreementItem:
    at = item.agreement.happened_at + timedelta(days=31)
    given: dict[str, Any] = {
        "result": "done",
        "words": "",
        "victim_told_at": None,
        "no_news_wanted": False,
        "at": at,
    }
    return services.record_result(item_id=item.pk, by=scene.worker, **{**given, **more})


def test_what_was_agreed_is_not_forgotten(scene: Scene, held: Meeting) -> None:
    """Everybody was talked with, something was agreed, and nobody has written it down yet."""
    assert scene.ball.what == What.FOLLOW_UP
    agree(scene, held)
    [item] = items_of(scene.case.pk)
    assert (item.words, item.owner.person.called) == ("Write to her once, in June", "Callum")
    assert scene.ball.what == What.FOLLOW_UP
    assert timezone.localdate(scene.ball.due_at) == item.due_on + timedelta(days=7)


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"drafts": []}, ["no_items"]),
        ({"agree_freely": set()}, ["not_freely", "not_freely"]),
        ({"lawful": False}, ["unlawful"]),
        ({"against_no_order": False}, ["against_order"]),
    ],
)
def test_an_agreement_that_lacks_something_is_refused_with_the_reason(
    scene: Scene, held: Meeting, change: dict[str, Any], codes: list[str]
) -> None:
    with pytest.raises(Blocked) as refused:
        agree(scene, held, **change)
    assert refused.value.verdict.codes == codes
    assert OutcomeAgreement.objects.count() == 0
    assert agree(scene, held).freely is True


def test_with_orders_unknown_nothing_is_agreed(scene: Scene, held: Meeting) -> None:
    scene.check_law(LegalResult.UNKNOWN, at=held.starts_at + timedelta(hours=1))
    with pytest.raises(Blocked) as refused:
        agree(scene, held)
    assert refused.value.verdict.codes == ["orders_unknown"]


def test_before_the_meeting_there_is_nothing_to_agree(scene: Scene) -> None:
    meeting = scene.booked()
    with pytest.raises(Blocked) as refused:
        services.record_agreement(
            meeting_id=meeting.pk,
            drafts=[Draft("Write", scene.seat(meeting, scene.case.victim).pk, date(2027, 1, 1))],
            agree_freely={scene.seat(meeting, scene.case.victim).pk},
            lawful=True,
            against_no_order=True,
            words="",
            by=scene.worker,
            at=scene.now,
        )
    assert refused.value.verdict.codes == ["not_held"]


def test_there_is_one_agreement(scene: Scene, held: Meeting) -> None:
    agree(scene, held)
    with pytest.raises(IllegalTransition):
        agree(scene, held)


def test_an_item_is_open_until_its_result_is_known_and_the_victim_has_heard(scene: Scene, held: Meeting) -> None:
    agree(scene, held)
    [item] = open_items(held.pk)
    area = scene.world.area.pk
    assert items_due(area, item.due_on - timedelta(days=1)) == []
    assert [one.pk for one in items_due(area, item.due_on, user=scene.worker)] == [item.pk]

    result(scene, item, result="partly", words="He wrote half of it.")
    assert [one.pk for one in items_due(area, item.due_on)] == [item.pk]
    assert scene.ball.what == What.FOLLOW_UP

    result(scene, item, victim_told_at=scene.now)
    assert items_due(area, item.due_on) == []
    assert scene.ball.what == What.END_CASE
    assert AgreementItem.objects.get(pk=item.pk).result == "done"


def test_a_victim_who_wants_to_hear_nothing_is_not_told(scene: Scene, held: Meeting) -> None:
    agree(scene, held)
    [item] = open_items(held.pk)
    result(scene, item, result="not_done", no_news_wanted=True)
    assert open_items(held.pk) == []


def test_an_agreement_entered_in_error_binds_nobody(scene: Scene, held: Meeting) -> None:
    from talkingpiece.audit.corrections import enter_in_error
    from talkingpiece.protection.classes import Side

    wrong = agree(scene, held)
    enter_in_error(wrong, by=scene.worker, at=scene.now, why="Another case.", case_id=scene.case.pk, side=Side.JOINT)
    assert items_of(scene.case.pk) == []
    assert agree(scene, held).pk != wrong.pk


def test_without_an_agreement_the_usual_intervals_are_asked(scene: Scene) -> None:
    meeting = hold(scene, begin(scene, on_the_day(scene)))
    held_on, policy = timezone.localdate(meeting.held_at), Meetings()
    days = [
        None
        if (due := next_follow_up(meeting, [], policy, held_on + timedelta(days=n))) is None
        else (due - held_on).days
        for n in (0, 14, 60, 182)
    ]
    assert days == [14, 42, 91, None]
