from django.db import migrations

from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_breakglass"),
    ]

    operations = [
        SealTable("BreakGlass"),
    ]
