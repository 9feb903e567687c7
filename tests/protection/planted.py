"""A row in every sealed table, with a string of its own in every sealed field."""

from datetime import date, time
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils import timezone

from devtools import roles
from talkingpiece.protection import keys
from talkingpiece.protection.fields import EncryptedJSONField, EncryptedTextField
from talkingpiece.protection.sealed import sealed_models
from tests.world import World

PLAIN: dict[type, Any] = {
    models.CharField: "x",
    models.TextField: "x",
    models.BooleanField: False,
    models.IntegerField: 1,
    models.FloatField: 1.0,
    models.DecimalField: 1,
    models.DateTimeField: timezone.now(),
    models.DateField: date.today(),
    models.TimeField: time(9),
    models.JSONField: {},
    models.BinaryField: b"\x00",
    ArrayField: [],
}


def sealed_fields(model: type[models.Model]) -> list[EncryptedTextField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField)]


SEALED = [model for model in sealed_models() if sealed_fields(model)]


def plain_value(field: Any) -> Any:
    if isinstance(field, (models.ForeignKey, models.UUIDField)):
        return uuid4()
    if field.choices:
        return next(iter(field.flatchoices))[0]
    for kind, value in PLAIN.items():
        if isinstance(field, kind):
            return value
    raise AssertionError(f"what could stand in {field}?")


def plant(model: type[models.Model], world: World) -> list[str]:
    """A row with a string of its own in every sealed field."""
    row = model(area_id=world.area.pk, key_id=keys.make_data_key(world.area.pk).pk)
    planted = []
    for field in model._meta.concrete_fields:
        if isinstance(field, EncryptedTextField):
            canary = f"canary{uuid4().hex}ąé"
            planted.append(canary)
            setattr(row, field.attname, {"said": canary} if isinstance(field, EncryptedJSONField) else canary)
        elif field.attname not in {"area_id", "key_id"} and not (field.null or field.has_default()):
            setattr(row, field.attname, plain_value(field))
    row.save(force_insert=True)
    return planted


def filled(model: type[models.Model], world: World) -> dict[str, Any]:
    return {"area_id": world.area.pk} | {
        field.attname: plain_value(field)
        for field in model._meta.concrete_fields
        if field.attname != "area_id" and not (field.null or field.has_default() or field.primary_key)
    }


@pytest.fixture
def lax(committed_world: World, cluster) -> World:
    """A database in which a row may stand alone: what is asked here is only how it is stored."""
    with roles.connect(roles.with_database(cluster.owner_url, str(connection.settings_dict["NAME"]))) as owner:
        rules = owner.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace "
            "AND conrelid <> 0 AND contype IN ('f', 'c', 'x')"
        ).fetchall()
        for table, rule in rules:
            owner.execute(f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{rule}" CASCADE')
        owner.execute("DROP INDEX areas_one_opening")  # the world has one already
    return committed_world
