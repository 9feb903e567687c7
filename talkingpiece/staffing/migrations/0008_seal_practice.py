from django.db import migrations

from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):
    dependencies = [
        ("staffing", "0007_practice"),
        ("areas", "0001_initial"),
        ("protection", "0003_wrapping_keys"),
    ]

    operations = [
        SealTable("PracticeRecord"),
        SealTable("Reflection"),
    ]
