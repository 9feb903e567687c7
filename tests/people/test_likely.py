from __future__ import annotations

from datetime import date

import pytest

from talkingpiece.people.likely import Asked, likely_same
from talkingpiece.people.services import Way
from tests.world import World, build_world

HOME = "12 Mill Lane, Leeds LS6 2AB"


@pytest.fixture
def katherine(world: World):
    ways = (Way("call", "01632 960417"), Way("post", HOME))
    return world.person("Kate", full_name="Katherine Marwick", birth_date=date(1984, 3, 5), ways=ways)


def test_a_new_record_finds_its_person_by_another_form_of_the_name(world: World, katherine) -> None:
    asked = Asked("Kathryn Marwick", "1984-05-03", (("call", "+44 1632 960417"), ("post", HOME)))
    [found] = likely_same(world.area.pk, asked)
    assert (found.person_id, found.band) == (katherine.pk, "link")
    assert "Date of birth: day and month changed places" in [step.says for step in found.scored.steps]


def test_a_stranger_finds_nobody(world: World, katherine) -> None:
    assert likely_same(world.area.pk, Asked("Tomasz Birchall", "1990-01-02", (("call", "01632 960999"),))) == []
    assert likely_same(world.area.pk, Asked("Katherine Marwick")) == []


def test_a_name_and_a_date_of_birth_are_never_more_than_nothing_among_few(world: World, katherine) -> None:
    assert likely_same(world.area.pk, Asked("Katherine Marwick", "1984-03-05")) == []


def test_a_twin_who_shares_the_telephone_is_another(world: World, katherine) -> None:
    twin = Asked("Imogen Marwick", "1984-03-05", (("call", "01632 960417"), ("post", HOME)))
    assert likely_same(world.area.pk, twin) == []


def test_people_of_another_area_are_not_there(world: World, katherine) -> None:
    other = build_world(slug="wexbourne", code="WEX", name="Wexbourne")
    asked = Asked("Katherine Marwick", "1984-03-05", (("call", "01632 960417"),))
    assert likely_same(other.area.pk, asked) == []
