"""People who may be the same: found by keyed tokens, shown with what agrees, never joined by a name alone."""

from datetime import date

from talkingpiece.people import tokens
from talkingpiece.people.queries import people_like, search
from talkingpiece.people.services import Way, describe_person, end_way
from talkingpiece.protection.classes import Side
from tests.world import World, build_world


def like(world: World, *, names: list[str], birth_date: str = "", ways: tuple[tuple[str, str], ...] = ()):
    return people_like(world.area.pk, tokens.all_of(world.area.pk, names=names, birth_date=birth_date, ways=ways))


def test_the_same_number_written_otherwise_is_found(world: World) -> None:
    maya = world.person("Maya", ways=(Way("call", "01632 960001"),))

    (found,) = like(world, names=["M"], ways=(("text", "+44 1632 960 001"),))

    assert found.person == maya
    assert "phone" in found.agrees


def test_a_name_that_sounds_alike_with_the_birth_date_is_shown(world: World) -> None:
    world.person("Siân", full_name="Siân Maddox", birth_date=date(1980, 5, 2))
    assert like(world, names=["Shaun Madocks"], birth_date="1980-05-02")
    assert like(world, names=["Sian Maddox"])


def test_a_first_name_alone_is_not(world: World) -> None:
    world.person("Maya", full_name="Maya Deol")
    assert like(world, names=["Maya"]) == []
    assert like(world, names=["Rowan"], birth_date="1980-05-02") == []


def test_nobody_of_another_area_is_found(world: World) -> None:
    world.person("Maya", full_name="Maya Deol", ways=(Way("call", "01632 960001"),))
    other = build_world(slug="wexbourne", code="WEX", name="Wexbourne")
    assert like(other, names=["Maya Deol"], ways=(("call", "01632 960001"),)) == []


def test_search_by_any_part_of_a_name_and_by_number(world: World) -> None:
    maya = world.person("Maya", full_name="Maya Deol-Winter", ways=(Way("call", "01632 960001"),))
    world.person("Maya", full_name="Maya Brook")

    assert search(world.area.pk, "winter maya") == [maya.pk]
    assert search(world.area.pk, "01632960001") == [maya.pk]
    assert search(world.area.pk, "winter brook") == []


def test_a_new_name_is_found_and_so_is_the_old(world: World) -> None:
    maya = world.person("Maya", full_name="Maya Deol")
    describe_person(
        person_id=maya.pk,
        version=1,
        changes={"full_name": "Maya Ashdown"},
        by=world.coordinator,
        at=world.now,
        side=Side.VICTIM,
    )
    assert search(world.area.pk, "Ashdown") == search(world.area.pk, "Deol") == [maya.pk]


def test_a_way_that_is_no_longer_safe_still_tells_who_it_was(world: World) -> None:
    maya = world.person("Maya", ways=(Way("call", "01632 960001"),))
    end_way(
        point_id=maya.contact_points.get().pk, why="new flatmate", by=world.coordinator, at=world.now, side=Side.VICTIM
    )
    assert like(world, names=["M"], ways=(("call", "01632 960001"),))
