from django.db import migrations

from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("protection", "0002_seal"),
    ]

    operations = [
        SealTable("Person"),
        SealTable("ContactPoint"),
        SealTable("Merge"),
        SealTable("Conflict"),
        SealTable("PersonToken"),
    ]
