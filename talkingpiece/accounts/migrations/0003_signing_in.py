from django.db import migrations, models

# The table of Django's database cache, as `createcachetable` would make it.
CACHE = """
CREATE TABLE tp_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX tp_cache_expires ON tp_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_seal"),
    ]

    operations = [
        migrations.AddField("user", "session_round", models.PositiveIntegerField(default=0)),
        migrations.RunSQL(CACHE, "DROP TABLE tp_cache"),
    ]
