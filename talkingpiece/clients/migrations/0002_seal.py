from django.db import migrations

from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0001_initial"),
        ("agreements", "0002_seal"),
        ("protection", "0003_wrapping_keys"),
    ]

    operations = [
        SealTable("Client"),
        SealTable("Secret"),
        SealTable("AccessToken"),
        SealTable("SentOnce"),
    ]
