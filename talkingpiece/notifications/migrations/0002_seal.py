from django.db import migrations

from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0001_initial"),
        ("cases", "0002_seal"),
        ("people", "0002_seal"),
        ("protection", "0002_seal"),
    ]

    operations = [
        SealTable("Message"),
        SealTable("Letter"),
    ]
