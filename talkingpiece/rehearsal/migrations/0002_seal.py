from django.db import migrations

from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):
    dependencies = [
        ("rehearsal", "0001_practice"),
        ("protection", "0003_wrapping_keys"),
    ]

    operations = [
        SealTable("Group"),
        SealTable("Opened"),
    ]
