from django.db import migrations

from talkingpiece.agreements.signed import GONE, STANDS_STILL
from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0001_initial"),
        ("protection", "0002_seal"),
    ]

    operations = [
        SealTable("Agreement"),
        SealTable("SignedPaper"),
        SealTable("Signature"),
        migrations.RunSQL(STANDS_STILL, GONE),
    ]
