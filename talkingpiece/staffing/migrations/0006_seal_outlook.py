from django.db import migrations

from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):
    dependencies = [
        ("staffing", "0005_outlook"),
        ("areas", "0001_initial"),
        ("protection", "0003_wrapping_keys"),
    ]

    operations = [SealTable("Outlook")]
