from django.db import migrations

from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):
    dependencies = [
        ("staffing", "0003_need_and_resources"),
        ("areas", "0001_initial"),
        ("cases", "0001_initial"),
        ("protection", "0003_wrapping_keys"),
    ]

    operations = [
        SealTable("Clearance"),
        SealTable("StaffingNeed"),
    ]
