from django.db import migrations

from talkingpiece.protection.history import KEEP_HISTORY, REFUSE_TRUNCATE
from talkingpiece.protection.operations import TP_AREAS, SealTable


class Migration(migrations.Migration):
    dependencies = [
        ("protection", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(TP_AREAS, "DROP FUNCTION tp_areas()"),
        migrations.RunSQL(KEEP_HISTORY, "DROP FUNCTION tp_keep_history()"),
        migrations.RunSQL(REFUSE_TRUNCATE, "DROP FUNCTION tp_refuse_truncate()"),
        SealTable("AreaKey"),
        SealTable("DataKey"),
    ]
