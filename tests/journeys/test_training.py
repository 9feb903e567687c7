"""The training pack in the browser, wide and on a telephone; what a supervisor adds to it."""

from __future__ import annotations

from typing import Any

import pytest

from talkingpiece.training.loading import library
from talkingpiece.training.states import Part
from tests.journeys.visitor import Visitor
from tests.world import World


def test_the_pack_is_read_and_added_to(service: World, somebody: Visitor, on_an_old_phone: Visitor) -> None:
    for visitor in (somebody, on_an_old_phone):
        visitor.sign_in(service.facilitator).open("training:pack").sees("Healing circles")
        for part in Part:
            if part is not Part.ABOUT:
                visitor.open("training:part", "m9", part.value).sees("Draft.")
        visitor.open("training:module", "m9").sees("No practitioner has reviewed this module", "Trainer’s notes")
    sian = somebody.sign_in(service.supervisor).open("training:module", "m9").follow("Adapt it to this area")
    sian.press("Save").sees("Choose a part", "Write what you add")
    sian.select("Which part?", "Handouts").choose("Add words of our own after it")
    sian.fill("In which words?", "The room at the **library** is free on Mondays.").press("Save")
    sian.sees("Added in Ridgeway", "The room at the library is free on Mondays.", "Take this back")
    on_an_old_phone.open("training:part", "m9", "handouts").sees("Added in Ridgeway").sees_not("Take this back")
    sian.press("Take this back").sees("Taken back").sees_not("Added in Ridgeway")


@pytest.mark.parametrize("who", ["somebody", "on_an_old_phone"])
def test_a_referrer_takes_the_short_course(
    service: World, who: str, request: pytest.FixtureRequest, settings: Any
) -> None:
    settings.TP_MODE = "demo"
    hanna: Visitor = request.getfixturevalue(who)
    hanna.sign_in(service.referrer if who == "somebody" else service.liaison_officer)
    hanna.open("referrals:made").follow("How to offer it and how to refer").press("Begin")
    hanna.sees("What we are talking about")
    for step in library()["m0"].steps[1:]:
        hanna.press("Go on").sees(step.title)
    hanna.press("To the questions")
    quiz = library()["m0"].quiz
    assert quiz
    hanna.press("Answer").sees("Choose an answer")
    for number, item in enumerate(quiz.items, 1):
        chosen = item.options[0]
        hanna.choose(chosen.words).press("Answer").sees("That is right" if chosen.right else "Not quite", chosen.why)
        hanna.follow("Next question" if number < len(quiz.items) else "See your result")
    hanna.sees("Your results", "of 8 right", "Take it again")


def test_a_course_from_its_trainer_to_a_certificate(
    service: World, somebody: Visitor, on_an_old_phone: Visitor, settings: Any
) -> None:
    settings.TP_MODE = "demo"
    rubric = library()["m9"].rubric
    ngozi = somebody.sign_in(service.scheme_manager).open("training:pack").follow("Courses")
    ngozi.sees("There is no course").follow("Who trains what").press("Save").sees("Choose who")
    ngozi.select("Who?", "Sian Maddox").choose("M9 Healing circles").press("Save").sees("Trains it no more")
    ngozi.open("training:arrange").press("Arrange it").sees(
        "Enter what the course is called", "Choose at least one module"
    )
    ngozi.fill("What is the course called?", "Keepers, spring").select("Who trains it?", "Sian Maddox")
    ngozi.choose("M9 Healing circles").choose("Daniel Okafor").choose("Ruth Penhaligon")
    ngozi.moment("When does the session begin?", service.now).fill("Where?", "The library")
    ngozi.press("Arrange it").sees("Keepers, spring", "The library", "Daniel Okafor", "Not assessed")
    sian = on_an_old_phone.sign_in(service.supervisor).open("training:courses").follow("Keepers, spring")
    sian.follow("Assess").sees("It is not recorded that the learner was there")
    sian.open("training:courses").follow("Keepers, spring").follow("0 were there").choose("Daniel Okafor").press("Save")
    sian.follow("Assess").press("Save").sees("Write what you saw")
    for one in rubric.criteria:
        sian.choose("Secure", of=one.looks_at)
    sian.fill("What did you see?", "The piece decided, also when it was hard.").press("Save").sees("Passed")
    daniel = somebody.sign_in(service.facilitator).open("training:courses").follow("Keepers, spring")
    daniel.sees_not("Ruth Penhaligon").sees("Certificate").follow("What was seen")
    daniel.sees("The piece decided, also when it was hard.", "It counts until")
