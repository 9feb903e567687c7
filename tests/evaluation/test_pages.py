from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from talkingpiece.core import clock
from talkingpiece.evaluation.models import Asking, NeedMet
from talkingpiece.protection.context import show_areas
from tests.evaluation.test_ask import may_ask, need
from tests.meetings.conftest import Scene, make_scene
from tests.meetings.test_begin_and_hold import begin, hold, on_the_day
from tests.meetings.test_pages import moment
from tests.world import World


@pytest.fixture
def scene(world: World) -> Scene:
    made = make_scene(world)
    hold(made, begin(made, on_the_day(made)))
    return made


def send(scene: Scene, typed: dict[str, Any] | None = None, user: Any = None) -> Any:
    """The page, or what it answers to what was typed, eight weeks later."""
    url = reverse("evaluation:ask", args=[scene.case.reference])
    with clock.pretend(scene.now + timedelta(weeks=8)):
        client = scene.world.client(user or scene.worker)
        answer = client.get(url) if typed is None else client.post(url, typed)
    show_areas([scene.world.area.pk])
    return answer


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


def typed(scene: Scene, **more: Any) -> dict[str, Any]:
    when = moment("happened_at", scene.now + timedelta(weeks=7))
    return {"means": "call", "answered": "yes", "felt_safe": "", "would_again": "", **when} | more


def test_without_a_yes_the_page_says_why_and_how_to_get_it(scene: Scene) -> None:
    page = text(send(scene))
    assert "Not yet: one thing comes before asking Maya how it was" in page
    assert "Without a yes we do not ask" in page
    assert reverse("consents:ask", args=[scene.case.reference, scene.case.victim_id, "ask_later"]) in page
    refused = send(scene, typed(scene, felt_safe="fully"))
    assert refused.status_code == 409
    assert "Maya says that we may ask later" in text(refused)
    assert Asking.objects.count() == 0


def test_each_need_is_asked_in_their_words_and_written_down(scene: Scene) -> None:
    may_ask(scene)
    why, door = need(scene, "if it was me they picked"), need(scene, "stop listening for the back door")
    page = text(send(scene))
    assert "if it was me they picked" in page
    assert "stop listening for the back door" in page
    answers = {f"met_{why.pk}": "fully", f"words_{why.pk}": "An open window.", f"met_{door.pk}": "not"}
    done = send(scene, typed(scene, **answers, felt_safe="fully", would_again="partly", words="Thank you."))
    assert done.status_code == 302
    assert {(a.need_id, a.met, a.words) for a in NeedMet.objects.all()} == {
        (why.pk, "fully", "An open window."),
        (door.pk, "not", ""),
    }
    assert "Asked before" in text(send(scene))


def test_to_rather_not_answer_needs_nothing_else(scene: Scene) -> None:
    may_ask(scene)
    why = need(scene, "why us")
    done = send(scene, typed(scene, answered="no", **{f"met_{why.pk}": "fully"}))
    assert done.status_code == 302
    assert Asking.objects.get().answered is False
    assert NeedMet.objects.count() == 0


def test_what_is_missing_is_said_and_nothing_typed_is_lost(scene: Scene) -> None:
    may_ask(scene)
    why = need(scene, "why us")
    page = text(send(scene, typed(scene)))
    assert "Write down at least one answer" in page
    page = text(send(scene, typed(scene, **{f"words_{why.pk}": "An open window."})))
    assert "Choose what fits these words best" in page
    assert "An open window." in page
    assert Asking.objects.count() == 0


def test_nobody_is_asked_in_the_future(scene: Scene) -> None:
    may_ask(scene)
    ahead = moment("happened_at", scene.now + timedelta(weeks=9))
    assert "or an earlier day" in text(send(scene, typed(scene, felt_safe="fully", **ahead)))
    assert Asking.objects.count() == 0
    assert send(scene, typed(scene, felt_safe="fully")).status_code == 302


def test_a_stranger_finds_nothing(scene: Scene) -> None:
    assert send(scene).status_code == 200
    for user in (scene.world.other_facilitator, scene.world.offender_manager):
        assert send(scene, user=user).status_code == 404
