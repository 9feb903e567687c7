"""What is typed to find somebody: taken apart, tolerant of spelling, never looking past whom the searcher may see."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from talkingpiece.people.asking import Typed, read
from talkingpiece.people.found import people_meant
from talkingpiece.people.models import Person
from talkingpiece.people.services import Way, name_number
from talkingpiece.protection.classes import Side
from tests.world import World, build_world

HOME = "12 Mill Lane, Leeds LS6 2AB"


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        ("Jon Smyth 4.3.85", Typed(("jon", "smyth"), "1985-03-04")),
        ("smyth, jon 04/03/1985", Typed(("smyth", "jon"), "1985-03-04")),
        ("Siân O'Neill 1985-03-04", Typed(("sian", "o", "neill"), "1985-03-04")),
        ("Deol-Winter 4 March 1985", Typed(("deol", "winter"), "1985-03-04")),
        ("01632 960 417", Typed(ways=(("call", "01632 960 417"),))),
        ("grace@example.org Grace", Typed(("grace",), ways=(("email", "grace@example.org"),))),
        ("ls6 2ab marwick", Typed(("marwick",), ways=(("post", "ls6 2ab"),))),
        ("a1234bc", Typed(numbers={"prison_no": "A1234BC"})),
        ("X123456", Typed(numbers={"crn": "X123456"})),
        ("RDG-26-0012", Typed(references=("RDG-26-0012",))),
        ("31.2.1985 Maya", Typed(("maya",))),
        ("", Typed()),
    ],
)
def test_what_is_typed_is_taken_apart(words: str, typed: Typed) -> None:
    assert read(words) == typed


@pytest.mark.parametrize("words", ["", "Maya", "4.3.85", "M", "12"])
def test_half_an_area_is_not_looked_for(words: str) -> None:
    assert not read(words).is_enough


@pytest.fixture
def jonathan(world: World) -> Person:
    ways = (Way("call", "01632 960417"), Way("email", "jonathan@example.org"), Way("post", HOME))
    person = world.person("Jonathan", full_name="Jonathan Smith", birth_date=date(1985, 3, 4), ways=ways)
    name_number(person=person, kind="crn", value="X123456", by=world.coordinator, at=world.now, side=Side.OFFENDER)
    return person


def meant(world: World, words: str, within: Any = None) -> list[str]:
    everybody = Person.objects.values_list("pk", flat=True) if within is None else within
    return [one.person.full_name for one in people_meant(world.area.pk, read(words), within=everybody)]


@pytest.mark.parametrize(
    "words",
    [
        "Jon Smyth 4.3.85",
        "jonathan smith",
        "Smith Jonathan",
        "Jon Smi",
        "J Smith",
        "Jonny Smyth",
        "Jonathan Smiht",
        "Jon Smyth 3.4.85",
        "Jon Kowalska 4.3.85",
        "+44 1632 960417",
        "Jonathan@example.org",
        "LS6 2AB",
        "x123456",
    ],
)
def test_somebody_is_found_as_people_type(world: World, jonathan: Person, words: str) -> None:
    world.person("Maya", full_name="Maya Deol", birth_date=date(1990, 1, 1))
    assert meant(world, words) == ["Jonathan Smith"]


@pytest.mark.parametrize("words", ["Jon Smyth 9.9.52", "Jonathan Birchall", "J S", "Jo Smo", "Tomasz Smith 4.3.86"])
def test_and_not_by_what_says_little_or_speaks_against_it(world: World, jonathan: Person, words: str) -> None:
    assert meant(world, words) == []


def test_other_spellings_of_other_languages(world: World) -> None:
    world.person("Zofia", full_name="Zofia Wiśniewska")
    world.person("Mohammed", full_name="Mohammed Iqbal")
    assert meant(world, "Sofia Visnevska") == ["Zofia Wiśniewska"]
    assert meant(world, "Muhamad Ikbal") == ["Mohammed Iqbal"]


def test_the_likeliest_stands_first(world: World, jonathan: Person) -> None:
    world.person("Jane", full_name="Jane Smith")
    world.person("Jon", full_name="Jon Smith", birth_date=date(1985, 3, 4))
    assert meant(world, "Jon Smith 4.3.85")[0] == "Jon Smith"


def test_whoever_is_not_to_be_seen_changes_neither_answer_nor_cost(world: World, jonathan: Person) -> None:
    nobody = Person.objects.filter(language="Of nobody").values_list("pk", flat=True)
    costs = []
    for words in ("Jonathan Smith 4.3.85", "Tomasz Birchall 4.3.85"):
        meant(world, words, nobody)  # keys are opened once
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert meant(world, words, nobody) == []
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_people_of_another_area_are_not_there(world: World, jonathan: Person) -> None:
    other = build_world(slug="wexbourne", code="WEX", name="Wexbourne")
    assert meant(other, "Jonathan Smith 4.3.85 01632 960417") == []
