from django.db import migrations

from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):
    dependencies = [
        ("planning_group", "0001_initial"),
        ("protection", "0002_seal"),
    ]

    operations = [
        SealTable("EvidenceGiven"),
        SealTable("Decision"),
    ]
