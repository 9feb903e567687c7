from django.db import migrations

from talkingpiece.people import tokens
from talkingpiece.protection.context import show_areas
from talkingpiece.protection.keys import KeyGone, forget_keys


def fill(apps, schema_editor):
    """Other forms of the names of everybody who is found by name today: whoever was erased is not found again."""
    Person, PersonToken = apps.get_model("people", "Person"), apps.get_model("people", "PersonToken")
    area_ids = list(apps.get_model("areas", "Area").objects.values_list("pk", flat=True))
    show_areas(area_ids)
    for person in Person.objects.filter(tokens__kind="name").distinct().iterator(chunk_size=500):
        try:
            found = {*tokens.of_name(person.area_id, person.called, person.full_name)}
        except KeyGone:
            continue
        PersonToken.objects.bulk_create(
            [
                PersonToken(area_id=person.area_id, person=person, kind=kind, token=value)
                for kind, value in found
                if kind == "form"
            ],
            ignore_conflicts=True,
        )
    forget_keys()


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_number"),
        ("protection", "0003_wrapping_keys"),
        ("areas", "0002_seal"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
