from django.db import migrations

from talkingpiece.outbox.placing import NOT_PLACING, PLACING, only_read
from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0001_initial"),
        ("agreements", "0002_seal"),
        ("people", "0002_seal"),
        ("audit", "0002_seal"),
        ("protection", "0003_wrapping_keys"),
    ]

    operations = [
        SealTable("Endpoint"),
        SealTable("Event"),
        SealTable("Place"),
        SealTable("Delivery"),
        SealTable("Touched"),
        SealTable("LastSeen"),
        migrations.RunSQL(PLACING, NOT_PLACING),
        migrations.RunSQL(only_read(), migrations.RunSQL.noop),
    ]
