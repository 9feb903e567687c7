from django.db import migrations

from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_seal"),
        ("meetings", "0001_initial"),
        ("people", "0002_seal"),
        ("protection", "0002_seal"),
    ]

    operations = [
        SealTable("Meeting"),
        SealTable("Participant"),
        SealTable("Proposal"),
        SealTable("Round"),
        SealTable("Check"),
        SealTable("OutcomeAgreement"),
        SealTable("AgreementItem"),
        SealTable("Variation"),
    ]
