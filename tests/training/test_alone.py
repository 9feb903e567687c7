"""The short course that somebody takes alone: progress kept, answers explained, repeated, and nobody else's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from talkingpiece.accounts.models import User
from talkingpiece.audit.models import Event
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.training.gates import TeachFacts, blockers_to_teach
from talkingpiece.training.loading import library
from talkingpiece.training.models import SelfStudy
from talkingpiece.training.queries import valid_modules, valid_until
from talkingpiece.training.services import answer_question, begin_study
from tests.world import World

QUIZ = library()["m0"].quiz
RIGHT = [item.right for item in QUIZ.items] if QUIZ else []
START = "training:awareness"


@pytest.fixture
def practice(settings: Any) -> None:
    """In the practice service."""
    settings.TP_MODE = "demo"


def studied(world: World, user: User, answers: list[int]) -> SelfStudy:
    row = begin_study(area=world.area, module="m0", by=user, at=clock.now())
    for number, option in enumerate(answers, 1):
        row = answer_question(study_id=row.pk, number=number, option=option, by=user, at=clock.now())
    return row


def wrong(answers: int) -> list[int]:
    """So many wrong ones first."""
    return [(right + 1) % 3 if place < answers else right for place, right in enumerate(RIGHT)]


def test_a_draft_is_taught_in_the_practice_service_only() -> None:
    drafts = TeachFacts((("M0", True), ("M3", False)), practice=False)
    assert blockers_to_teach(drafts).codes == ["draft"]
    assert blockers_to_teach(TeachFacts(drafts.modules, practice=True)).is_open
    assert blockers_to_teach(TeachFacts((("M3", False),), practice=False)).is_open


def test_elsewhere_nobody_begins_a_draft_and_the_page_says_why(world: World) -> None:
    browser = world.client(world.referrer)
    shown = browser.get(reverse(START)).content.decode()
    assert "M0 is a draft" in shown
    assert "Begin" not in shown
    browser.post(reverse(START))
    assert not SelfStudy.objects.exists()
    with pytest.raises(Blocked):
        begin_study(area=world.area, module="m0", by=world.referrer, at=clock.now())


def test_somebody_goes_on_where_they_stopped(world: World, practice: None) -> None:
    browser = world.client(world.referrer)
    assert reverse(START) in browser.get(reverse("referrals:made")).content.decode()
    assert browser.post(reverse(START))["Location"] == reverse("training:awareness_page", args=[1])
    browser.post(reverse("training:awareness_page", args=[1]))
    assert "Go on" in browser.get(reverse(START)).content.decode()
    assert browser.post(reverse(START))["Location"] == reverse("training:awareness_page", args=[2])
    assert SelfStudy.objects.count() == 1


def test_an_answer_is_explained_and_stands(world: World, practice: None) -> None:
    browser = world.client(world.referrer)
    browser.post(reverse(START))
    first = reverse("training:awareness_question", args=[1])
    assert QUIZ
    assert QUIZ.items[0].options[RIGHT[0]].why not in browser.get(first).content.decode()
    assert "Choose an answer" in browser.post(first, {}).content.decode()
    browser.post(first, {"answer": str((RIGHT[0] + 1) % 3)})
    explained = browser.get(first).content.decode()
    assert "Not quite" in explained
    for option in QUIZ.items[0].options:
        assert option.why in explained
    browser.post(first, {"answer": str(RIGHT[0])})  # too late
    assert SelfStudy.objects.get().answers == [(RIGHT[0] + 1) % 3]
    ahead = browser.get(reverse("training:awareness_question", args=[5]))
    assert ahead["Location"] == reverse("training:awareness_question", args=[2])
    assert browser.get(reverse("training:awareness_question", args=[9]))["Location"] == reverse(START)


def test_six_of_eight_pass_and_five_do_not(world: World, practice: None) -> None:
    assert studied(world, world.referrer, wrong(3)).passed is False
    assert studied(world, world.referrer, wrong(2)).passed is True
    shown = world.client(world.referrer).get(reverse(START)).content.decode()
    for words in ("5 of 8 right", "Not passed yet", "6 of 8 right", "It counts until", "Take it again"):
        assert words in shown
    details = Event.objects.filter(name="study.finished").values_list("detail", flat=True)
    assert sorted(one["right"] for one in details) == [5, 6]
    assert all("answers" not in one for one in details)


def test_nobody_sees_another_s(world: World, practice: None) -> None:
    row = studied(world, world.referrer, RIGHT)
    for other in (world.liaison_officer, world.scheme_manager):
        browser = world.client(other)
        assert "8 of 8" not in browser.get(reverse(START)).content.decode()
        assert browser.get(reverse("training:awareness_question", args=[1]))["Location"] == reverse(START)
    with pytest.raises(SelfStudy.DoesNotExist):
        answer_question(study_id=row.pk, number=1, option=0, by=world.scheme_manager, at=clock.now())


def test_it_counts_from_the_day_of_passing_to_its_expiry(world: World, practice: None) -> None:
    studied(world, world.referrer, RIGHT)
    studied(world, world.facilitator, wrong(8))
    people = [world.referrer.pk, world.facilitator.pk, world.supervisor.pk]
    today = clock.now().date()
    last = valid_until(library()["m0"], today)
    for day, expected in (
        (today - timedelta(days=2), frozenset()),
        (today + timedelta(days=1), frozenset({"M0"})),
        (last, frozenset({"M0"})),
        (last + timedelta(days=2), frozenset()),
    ):
        assert valid_modules(people, day) == {
            world.referrer.pk: expected,
            world.facilitator.pk: frozenset(),
            world.supervisor.pk: frozenset(),
        }


def test_the_last_day_is_a_day_of_the_calendar() -> None:
    module = library()["m0"]
    assert valid_until(module, date(2028, 2, 29)) == date(2030, 2, 28)
    assert valid_until(module, date(2026, 12, 31)) == date(2028, 12, 31)
