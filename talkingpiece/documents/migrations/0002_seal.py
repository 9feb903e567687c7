from django.db import migrations

from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("protection", "0002_seal")]

    operations = [SealTable("PreparedFile")]
