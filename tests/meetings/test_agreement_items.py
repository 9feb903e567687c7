"""The outcome agreement thing by thing: of what kind, for whom, lawful by itself, another day, and how it went."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from talkingpiece.audit.corrections import enter_in_error
from talkingpiece.cases.services import record_restriction
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.meetings import services
from talkingpiece.meetings.models import AgreementItem, Meeting, Variation
from talkingpiece.meetings.queries import due_now, items_due, items_of, next_follow_up, open_items, policy_of
from talkingpiece.meetings.services import Draft
from talkingpiece.protection.classes import Side
from tests.meetings.conftest import Scene
from tests.meetings.test_agreement import agree
from tests.meetings.test_begin_and_hold import begin, debrief, hold, on_the_day
from tests.meetings.test_pages import Desk, day, moment


def held_meeting(scene: Scene) -> Meeting:
    meeting = hold(scene, begin(scene, on_the_day(scene)), agreed=True)
    for person in (scene.case.victim, scene.responsible.person):
        debrief(scene, scene.seat(meeting, person))
    return meeting


@pytest.fixture
def meeting(scene: Scene) -> Meeting:
    return held_meeting(scene)


def draft(scene: Scene, meeting: Meeting, **more: Any) -> Draft:
    given: dict[str, Any] = {
        "words": "Write to her once, in June",
        "owner_id": scene.seat(meeting, scene.responsible.person).pk,
        "due_on": scene.now.date() + timedelta(days=20),
    }
    return Draft(**{**given, **more})


def agreed(scene: Scene, meeting: Meeting, **more: Any) -> AgreementItem:
    agree(scene, meeting, drafts=[draft(scene, meeting, **more)])
    [item] = items_of(scene.case.pk)
    return item


def both(scene: Scene, meeting: Meeting) -> set[Any]:
    return {scene.seat(meeting, p).pk for p in (scene.case.victim, scene.responsible.person)}


def vary(scene: Scene, item: AgreementItem, due_on: date, freely: set[Any]) -> Variation:
    return services.record_variation(
        item_id=item.pk, due_on=due_on, agree_freely=freely, words="He was ill.", by=scene.worker, at=scene.now
    )


def test_a_thing_has_a_kind_somebody_it_is_for_and_somebody_who_sees_it(scene: Scene, meeting: Meeting) -> None:
    maya = scene.seat(meeting, scene.case.victim)
    item = agreed(
        scene, meeting, kind="letter", for_id=maya.pk, verified="Tom hands it on.", share_with=("offender_manager",)
    )
    assert (item.kind, item.for_whom_id, item.verified) == ("letter", maya.pk, "Tom hands it on.")
    assert item.share_with == ["offender_manager"]


def test_a_thing_that_may_breach_an_order_is_not_agreed(scene: Scene, meeting: Meeting) -> None:
    with pytest.raises(Blocked) as refused:
        agree(scene, meeting, drafts=[draft(scene, meeting, order_check="unsure")])
    assert refused.value.verdict.codes == ["item_against_order"]
    assert agreed(scene, meeting, order_check="allowed").order_check == "allowed"


def test_a_letter_is_not_agreed_while_an_order_forbids_words(scene: Scene, meeting: Meeting) -> None:
    record_restriction(
        responsible_id=scene.responsible.pk,
        kind="restraining_order",
        forbids=["indirect"],
        issuer="Crown Court",
        words="No contact",
        starts_on=scene.now.date() - timedelta(days=90),
        ends_on=None,
        by=scene.worker,
        at=scene.now,
    )
    with pytest.raises(Blocked) as refused:
        agree(scene, meeting, drafts=[draft(scene, meeting, kind="letter")])
    assert refused.value.verdict.codes == ["order_forbids_item"]
    assert agreed(scene, meeting, kind="treatment").kind == "treatment"


def test_another_day_counts_when_both_say_so_and_the_first_day_stays(scene: Scene, meeting: Meeting) -> None:
    item = agreed(scene, meeting)
    first, later = item.due_on, item.due_on + timedelta(days=30)
    callum = scene.seat(meeting, scene.responsible.person).pk
    with pytest.raises(Blocked) as refused:
        vary(scene, item, later, {callum})
    assert refused.value.verdict.codes == ["not_freely"]
    assert Variation.objects.count() == 0
    variation = vary(scene, item, later, both(scene, meeting))
    [item] = items_of(scene.case.pk)
    assert (item.due_on, due_now(item)) == (first, later)
    area = scene.world.area.pk
    assert items_due(area, first) == []
    assert [one.pk for one in items_due(area, later)] == [item.pk]
    asked = next_follow_up(meeting, open_items(meeting.pk), policy_of(meeting).meetings, scene.now.date())
    assert asked == later + timedelta(days=7)
    enter_in_error(variation, by=scene.worker, at=scene.now, why="Wrong case", case_id=scene.case.pk, side=Side.JOINT)
    [item] = items_of(scene.case.pk)
    assert due_now(item) == first


def test_what_is_done_has_no_other_day(scene: Scene, meeting: Meeting) -> None:
    item = agreed(scene, meeting)
    services.record_result(
        item_id=item.pk,
        result="done",
        words="",
        victim_told_at=scene.now,
        no_news_wanted=False,
        by=scene.worker,
        at=scene.now,
        evidence="Tom saw the letter.",
    )
    assert AgreementItem.objects.get().evidence == "Tom saw the letter."
    with pytest.raises(IllegalTransition):
        vary(scene, item, item.due_on + timedelta(days=9), both(scene, meeting))


def test_a_victim_who_wants_no_news_is_owed_none(scene: Scene, meeting: Meeting) -> None:
    agree(scene, meeting, drafts=[draft(scene, meeting)], no_news_wanted=True)
    [item] = items_of(scene.case.pk)
    assert not item.settled
    services.record_result(
        item_id=item.pk,
        result="not_done",
        words="He moved away.",
        victim_told_at=None,
        no_news_wanted=item.no_news_wanted,
        by=scene.worker,
        at=scene.now,
    )
    assert AgreementItem.objects.get().settled


# ---- pages


def test_what_was_left_undone_needs_a_word(scene: Scene, meeting: Meeting) -> None:
    desk, item = Desk(scene), agreed(scene, meeting)
    typed = {"result": "not_done", "told": "no", **moment("happened_at", scene.now)}
    assert "Say what was left" in unescape(desk.post("item", item.pk, **typed).content.decode())
    assert desk.post("item", item.pk, **typed, words="He had no stamp.").status_code == 302
    assert AgreementItem.objects.get().result_words == "He had no stamp."


def test_another_day_is_written_down_on_a_page_of_its_own(scene: Scene, meeting: Meeting) -> None:
    desk, item = Desk(scene), agreed(scene, meeting)
    later = item.due_on + timedelta(days=10)
    typed = {"words": "He was ill.", **day("due_on", later), **moment("happened_at", scene.now)}
    refused = unescape(desk.post("vary", item.pk, **typed).content.decode())
    assert "Maya has not agreed freely" in refused
    assert "He was ill." in refused
    signed = [str(pk) for pk in both(scene, meeting)]
    assert desk.post("vary", item.pk, **typed, freely=signed).status_code == 302
    page = desk.get("item", item.pk)
    assert "As first agreed" in page
    assert "He was ill." in page


def test_everything_agreed_in_a_case_is_on_one_page_for_whoever_works_on_it(scene: Scene, meeting: Meeting) -> None:
    desk = Desk(scene)
    assert "Nothing was agreed" in desk.get("agreed")
    agreed(scene, meeting)
    page = desk.get("agreed")
    assert "Write to her once, in June" in page
    assert "Copy for Maya" in page
    stranger = Desk(scene, scene.world.other_facilitator)
    assert stranger.client.get(stranger.url("agreed")).status_code == 404


def test_the_copy_says_who_does_what_by_when_and_no_place(scene: Scene, meeting: Meeting) -> None:
    desk = Desk(scene)
    agreed(scene, meeting, for_id=scene.seat(meeting, scene.case.victim).pk)
    callum = scene.seat(meeting, scene.responsible.person)
    page = desk.get("copy", meeting.pk, callum.pk)
    assert "For Callum." in page
    assert "You, by" in page
    assert "For Maya." in page
    for hidden in ("Tanner Street", "Deol", "Reeve", "01632"):
        assert hidden not in page


def test_nobody_has_a_copy_of_what_they_did_not_sign(scene: Scene) -> None:
    meeting = held_meeting(scene)
    desk, maya = Desk(scene), scene.seat(meeting, scene.case.victim)
    address = reverse("meetings:copy", args=[scene.case.reference, meeting.pk, maya.pk])
    assert desk.client.get(address).status_code == 404
