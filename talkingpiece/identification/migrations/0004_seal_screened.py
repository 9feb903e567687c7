from django.db import migrations

from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):
    dependencies = [
        ("identification", "0003_screened"),
        ("identification", "0002_seal"),
        ("people", "0002_seal"),
        ("referrals", "0002_seal"),
        ("audit", "0003_history"),
        ("protection", "0003_wrapping_keys"),
    ]

    operations = [SealTable("Run"), SealTable("Screened")]
