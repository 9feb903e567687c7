from django.db import migrations

from talkingpiece.audit.chain_sql import statements
from talkingpiece.protection.operations import policies


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
        ("protection", "0002_seal"),
    ]

    operations = [
        *(migrations.RunSQL(s) for table in ("audit_event", "audit_link", "audit_head") for s in policies(table)),
        *(migrations.RunSQL(s) for s in statements()),
    ]
