"""To destroy a person's key is to erase them: in the rows, in the history, and from search; the trail stays whole."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from talkingpiece.audit.chain import verify_area
from talkingpiece.audit.models import Event
from talkingpiece.people.models import ContactPoint, Person, PersonToken
from talkingpiece.people.services import Way, describe_person, erase_person
from talkingpiece.protection import keys
from talkingpiece.protection.classes import Side
from talkingpiece.protection.models import DataKey
from tests.world import World, as_area


@pytest.fixture
def person(committed_world: World) -> Person:
    world = committed_world
    with as_area(world):
        person = world.person("Marigold", full_name="Marigold Ashdown", ways=(Way("call", "01632 960044"),))
        world.person("Rowan", full_name="Rowan Ashdown")
    with as_area(world):
        changes: dict[str, str | bool] = {"preferred_term": "the person harmed"}
        describe_person(
            person_id=person.pk, version=1, changes=changes, by=world.coordinator, at=world.now, side=Side.VICTIM
        )
    return person


def erase(world: World, person: Person) -> None:
    with as_area(world):
        erase_person(person_id=person.pk, by=world.coordinator, at=world.now, side=Side.VICTIM)
    keys.forget_keys()


@pytest.mark.parametrize("name", ["called", "full_name", "preferred_term"])
def test_no_field_of_theirs_opens_any_more(committed_world: World, person: Person, name: str) -> None:
    with as_area(committed_world):
        assert getattr(Person.objects.get(pk=person.pk), name)
    erase(committed_world, person)

    with as_area(committed_world), pytest.raises(keys.KeyGone):
        getattr(Person.objects.get(pk=person.pk), name)


def test_nor_a_way_to_reach_them(committed_world: World, person: Person) -> None:
    erase(committed_world, person)

    with as_area(committed_world), pytest.raises(keys.KeyGone):
        _ = ContactPoint.objects.get(person=person).value


def test_search_finds_them_no_more_and_others_still(committed_world: World, person: Person) -> None:
    erase(committed_world, person)

    with as_area(committed_world):
        assert not PersonToken.objects.filter(person=person).exists()
        assert PersonToken.objects.exists()
        assert {p.full_name for p in Person.objects.exclude(pk=person.pk)} == {"Rowan Ashdown"}


def test_no_key_for_what_the_history_keeps_is_left_anywhere(committed_world: World, person: Person) -> None:
    """A sealed text names its key: wherever a copy of it lies, it needs the one that is gone."""
    with as_area(committed_world), connection.cursor() as cursor:
        cursor.execute("SELECT called FROM people_person WHERE id = %s", [person.pk])
        copy = bytes(cursor.fetchone()[0])
    erase(committed_world, person)

    with as_area(committed_world):
        key = DataKey.objects.get(pk=person.key_id)
        assert copy[1:17] == key.pk.bytes
        assert (key.wrapped, key.wrapped_by_id) == (None, None)
        with pytest.raises(keys.KeyGone):
            keys.data_aead(key.pk)


def test_the_trail_tells_it_once_and_stays_whole(committed_world: World, person: Person) -> None:
    erase(committed_world, person)
    erase(committed_world, person)

    with as_area(committed_world):
        assert Event.objects.filter(name="person.erased", about_id=person.pk).count() == 1
        assert verify_area(committed_world.area.pk).fault is None
    call_command("audit", "verify")


def test_undone_with_everything_else_that_its_transaction_did(committed_world: World, person: Person) -> None:
    def erase_and_fail() -> None:
        with as_area(committed_world):
            erase_person(person_id=person.pk, by=committed_world.coordinator, at=committed_world.now, side=Side.VICTIM)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        erase_and_fail()
    keys.forget_keys()

    with transaction.atomic(), as_area(committed_world):
        assert Person.objects.get(pk=person.pk).called == "Marigold"
        assert PersonToken.objects.filter(person=person).exists()
