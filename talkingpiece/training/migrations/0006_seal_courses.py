from django.db import migrations

from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0005_courses"),
        ("protection", "0003_wrapping_keys"),
    ]

    operations = [
        SealTable("TrainerOf"),
        SealTable("Course"),
        SealTable("CourseModule"),
        SealTable("Session"),
        SealTable("Learner"),
        SealTable("Attended"),
        SealTable("Assessed"),
    ]
