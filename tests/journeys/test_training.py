"""The training pack in the browser, wide and on a telephone; what a supervisor adds to it."""

from __future__ import annotations

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
