from __future__ import annotations

from uuid import UUID

from django.db import connection


def one_at_a_time(what: str, about: UUID) -> None:
    """Whoever does the same about the same waits here until this transaction ends; nobody else waits for anything.

    For work that takes long: a lock on a row would hold up all who write beside it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{what}:{about}"])
