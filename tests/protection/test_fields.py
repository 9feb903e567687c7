import pytest
import tink
from django.db import connection

from talkingpiece.people.models import Person
from talkingpiece.protection import keys
from talkingpiece.protection.fields import NotEncrypted
from tests.world import World


def stored(person: Person, column: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM people_person WHERE id = %s", [person.pk])
        return bytes(cursor.fetchone()[0])


def test_a_name_comes_back_and_is_nowhere_in_clear(world: World) -> None:
    person = world.person("Marigold", full_name="Marigold Ashdown")

    keys.forget_keys()
    again = Person.objects.get(pk=person.pk)

    assert again.full_name == "Marigold Ashdown"
    assert b"Marigold" not in stored(person, "called")


def test_a_ciphertext_moved_to_another_row_opens_nothing(world: World) -> None:
    one, two = world.person("Marigold"), world.person("Rowan")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET called = %s WHERE id = %s", [stored(one, "called"), two.pk])

    with pytest.raises(tink.TinkError):
        _ = Person.objects.get(pk=two.pk).called
    assert Person.objects.get(pk=one.pk).called == "Marigold"


def test_a_plain_text_cannot_be_written_past_its_row(world: World) -> None:
    person = world.person("Marigold")

    with pytest.raises(NotEncrypted):
        Person.objects.filter(pk=person.pk).update(called="Rowan")


def test_a_column_that_is_added_later_reads_as_empty_in_rows_that_were_there(world: World) -> None:
    person = world.person("Marigold")
    with connection.cursor() as cursor:  # as operations.AddSealedField leaves it
        cursor.execute("UPDATE people_person SET called = '' WHERE id = %s", [person.pk])

    assert Person.objects.get(pk=person.pk).called == ""


def test_all_keys_of_a_list_are_fetched_in_one_query(world: World, django_assert_num_queries) -> None:
    for n in range(12):
        world.person(f"Person{n}")
    keys.forget_keys()

    with django_assert_num_queries(2):  # the rows, and all their keys
        assert {p.called for p in Person.objects.all()} >= {f"Person{n}" for n in range(12)}


def test_without_its_data_key_a_row_opens_nothing(world: World) -> None:
    person = world.person("Marigold")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE protection_datakey SET wrapped = NULL, wrapped_by_id = NULL, destroyed_at = now() WHERE id = %s",
            [person.key_id],
        )
    keys.forget_keys()

    with pytest.raises(keys.KeyGone):
        _ = Person.objects.get(pk=person.pk).called
