"""Somebody with the owner's role and every trigger switched off: what no application can do, and a host can."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection

from devtools import roles
from tests.database import Cluster

TRAIL = ("audit_event", "audit_link", "audit_head", "audit_changeset", "audit_rowchange")


@contextmanager
def as_administrator(cluster: Cluster, *tables: str) -> Iterator[psycopg.Connection]:
    name = connection.settings_dict["NAME"]
    with psycopg.connect(roles.with_database(cluster.owner_url, name), autocommit=True) as db:
        for table in (*TRAIL, *tables):
            db.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield db
        for table in (*TRAIL, *tables):
            db.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
