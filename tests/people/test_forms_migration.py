"""Whoever was known before is found by other forms of their name too; whoever was erased is not found again."""

from importlib import import_module

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from talkingpiece.people.models import PersonToken
from talkingpiece.people.services import erase_person
from talkingpiece.protection.classes import Side
from tests.world import World


def test_forms_are_filled_for_those_who_are_found_by_name(world: World) -> None:
    known, gone = world.person("Maya", full_name="Margaret Deol"), world.person("Odile", full_name="Odile Marwick")
    mine = PersonToken.objects.filter(person=known, kind="form")
    before = {bytes(one) for one in mine.values_list("token", flat=True)}
    assert before
    erase_person(person_id=gone.pk, by=world.supervisor, at=world.now, side=Side.VICTIM)
    PersonToken.objects.filter(kind="form").delete()
    apps = MigrationLoader(connection).project_state(("people", "0005_forms")).apps
    import_module("talkingpiece.people.migrations.0005_forms").fill(apps, None)
    assert {bytes(one) for one in mine.values_list("token", flat=True)} == before
    assert not PersonToken.objects.filter(person=gone).exists()
