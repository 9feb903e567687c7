from django.db import migrations

from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_seal"),
        ("protection", "0002_seal"),
        ("staffing", "0001_initial"),
    ]

    operations = [
        SealTable("Facilitator"),
        SealTable("Duty"),
    ]
