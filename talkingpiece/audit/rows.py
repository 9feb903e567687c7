"""Do the rows still say what the trail last said of them? Finds what was changed with the triggers switched off."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from psycopg import sql

from talkingpiece.protection.history import TRIGGER

_AT_ONCE = 2000


@dataclass(frozen=True)
class RowFault:
    table: str
    row_id: UUID
    what: str


def tables_with_history() -> dict[str, str]:
    """Each table whose rows leave a history, with its key's column."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, split_part(encode(t.tgargs, 'escape'), '\\000', 1) FROM pg_trigger t "
            "JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname = %s ORDER BY c.relname",
            [TRIGGER],
        )
        return dict(cursor.fetchall())


def verify_rows(area_id: UUID) -> Iterator[RowFault]:
    """Every row of the area that is not as its last change left it. The area must be in sight."""
    with connection.cursor() as cursor:
        # A row is digested as these settings write it.
        cursor.execute("SET LOCAL timezone = 'UTC'")
        cursor.execute("SET LOCAL bytea_output = 'hex'")
    for table, pk in tables_with_history().items():
        yield from _verify_table(area_id, table, pk)


def _verify_table(area_id: UUID, table: str, pk: str) -> Iterator[RowFault]:
    statement = sql.SQL(
        "SELECT coalesce(l.row_id, t.pk), l.op, l.digest, t.row FROM "
        "(SELECT DISTINCT ON (row_id) row_id, op, digest FROM audit_rowchange "
        "WHERE of_table = %s AND area_id = %s ORDER BY row_id, id DESC) l FULL JOIN "
        "(SELECT r.{pk} AS pk, to_jsonb(r)::text AS row FROM {table} r WHERE r.area_id = %s) t ON t.pk = l.row_id"
    ).format(pk=sql.Identifier(pk), table=sql.Identifier(table))
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, [table, area_id, area_id])
        while rows := cursor.fetchmany(_AT_ONCE):
            for row_id, op, digest, row in rows:
                if what := _wrong_with(op, digest, row):
                    yield RowFault(table, row_id, what)


def _wrong_with(op: str | None, digest: bytes | None, row: str | None) -> str:
    if op is None:
        return "was inserted past the trail"
    if row is None:
        return "" if op == "D" else "was deleted past the trail"
    if op == "D":
        return "was put back past the trail"
    if hashlib.sha256(row.encode()).digest() != bytes(digest or b""):
        return "was changed past the trail"
    return ""
