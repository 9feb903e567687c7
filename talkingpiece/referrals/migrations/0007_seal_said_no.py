from django.db import migrations

from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0006_said_no"),
        ("audit", "0003_history"),
        ("protection", "0003_wrapping_keys"),
    ]

    operations = [SealTable("SaidNo"), SealTable("SaidNoToken")]
