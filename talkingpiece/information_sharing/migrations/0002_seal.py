from django.db import migrations

from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0002_seal"),
        ("cases", "0002_seal"),
        ("consents", "0002_seal"),
        ("information_sharing", "0001_initial"),
        ("protection", "0002_seal"),
    ]

    operations = [
        SealTable("Disclosure"),
        SealTable("InformationRequest"),
        SealTable("Consultation"),
    ]
