from django.db import migrations

from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_seal"),
        ("protection", "0002_seal"),
        ("risk", "0001_initial"),
    ]

    operations = [
        SealTable("Assessment"),
        SealTable("FactorView"),
        SealTable("RedFlag"),
    ]
