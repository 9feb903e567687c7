from django.db import migrations

from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0001_initial"),
        ("protection", "0002_seal"),
    ]

    operations = [
        SealTable("Opening"),
    ]
