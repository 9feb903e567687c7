from django.db import migrations

from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_seal"),
        ("consents", "0002_seal"),
        ("engagement", "0001_initial"),
        ("information_sharing", "0002_seal"),
        ("people", "0002_seal"),
        ("protection", "0002_seal"),
    ]

    operations = [
        SealTable("Contact"),
        SealTable("Visit"),
        SealTable("CallOut"),
        SealTable("CallOutStep"),
        SealTable("LegalVisit"),
        SealTable("Need"),
        SealTable("Voice"),
        SealTable("InformationGiven"),
        SealTable("Approach"),
        SealTable("StanceTaken"),
        SealTable("SupervisorAgreement"),
        SealTable("Preparation"),
    ]
