from django.db import migrations

from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):
    dependencies = [("training", "0003_self_study")]

    operations = [SealTable("SelfStudy")]
