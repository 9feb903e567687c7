from django.db import migrations

from talkingpiece.protection.operations import TP_AREAS, SealTable


class Migration(migrations.Migration):
    dependencies = [
        ("protection", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(TP_AREAS, "DROP FUNCTION tp_areas()"),
        SealTable("AreaKey"),
        SealTable("DataKey"),
    ]
