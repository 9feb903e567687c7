from django.db import migrations

from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0001_initial"),
        ("protection", "0003_wrapping_keys"),
    ]

    operations = [SealTable("ModuleAdapted")]
