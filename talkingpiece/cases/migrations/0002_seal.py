from django.db import migrations

from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("people", "0002_seal"),
        ("protection", "0002_seal"),
    ]

    operations = [
        SealTable("Incident"),
        SealTable("Case"),
        SealTable("Responsible"),
        SealTable("Companion"),
        SealTable("Safeguard"),
        SealTable("Sentence"),
        SealTable("Restriction"),
        SealTable("LegalCheck"),
        SealTable("Member"),
        SealTable("HandOver"),
        SealTable("Ball"),
        SealTable("Pause"),
        SealTable("Ending"),
        SealTable("GatePassing"),
    ]
