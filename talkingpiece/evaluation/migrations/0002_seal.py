from django.db import migrations

from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_seal"),
        ("engagement", "0002_seal"),
        ("evaluation", "0001_initial"),
        ("people", "0002_seal"),
        ("protection", "0002_seal"),
    ]

    operations = [
        SealTable("Asking"),
        SealTable("NeedMet"),
    ]
