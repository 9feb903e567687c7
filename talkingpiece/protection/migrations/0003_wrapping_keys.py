import uuid

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from talkingpiece.protection.operations import SealReference, SealTable

# The area's one key becomes the first of several.
AS_VERSION_ONE = """
INSERT INTO protection_wrappingkey (id, area_id, version, wrapped, made_at)
  SELECT gen_random_uuid(), area_id, 1, wrapped, made_at FROM protection_areakey;
UPDATE protection_datakey d SET wrapped_by_id = w.id FROM protection_wrappingkey w
  WHERE w.area_id = d.area_id AND d.wrapped IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("protection", "0002_seal"),
    ]

    operations = [
        migrations.CreateModel(
            name="WrappingKey",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("area_id", models.UUIDField()),
                ("version", models.PositiveIntegerField()),
                ("wrapped", models.BinaryField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("area_id", "version"), name="protection_one_key_per_version")
                ],
            },
        ),
        SealTable("WrappingKey"),
        migrations.AddField(
            model_name="datakey",
            name="wrapped_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="protection.wrappingkey",
            ),
        ),
        SealReference("DataKey", "wrapped_by"),
        migrations.RunSQL(AS_VERSION_ONE, migrations.RunSQL.noop),
        # What was just written is checked now: a table with open checks cannot be altered.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;", migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="datakey", name="protection_key_is_there_or_destroyed"),
        migrations.AddConstraint(
            model_name="datakey",
            constraint=models.CheckConstraint(
                condition=Q(wrapped__isnull=True, wrapped_by__isnull=True, destroyed_at__isnull=False)
                | Q(wrapped__isnull=False, wrapped_by__isnull=False, destroyed_at__isnull=True),
                name="protection_key_is_there_or_destroyed",
            ),
        ),
        migrations.RemoveField(model_name="areakey", name="wrapped"),
        migrations.RenameField(model_name="areakey", old_name="token_key", new_name="wrapped"),
        migrations.RenameModel(old_name="AreaKey", new_name="TokenKey"),
    ]
