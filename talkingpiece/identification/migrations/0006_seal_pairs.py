from django.db import migrations

from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):
    dependencies = [
        ("identification", "0005_pairs"),
        ("people", "0002_seal"),
        ("audit", "0003_history"),
        ("protection", "0003_wrapping_keys"),
    ]

    operations = [SealTable("Pair"), SealTable("LinkDecision")]
