"""Which areas are in sight, and who acts. Row-level security reads the first: without it a query finds no case data
at all. Row history writes down the second; it decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.conf import settings
from django.db import connection


def show_areas(areas: Iterable[UUID]) -> None:
    """Set the areas in sight for the rest of this transaction. Outside a transaction it would do nothing: refused."""
    if not connection.in_atomic_block:
        raise RuntimeError("Areas can be brought into sight only inside a transaction.")
    array = "{" + ",".join(sorted(str(area) for area in areas)) + "}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('tp.areas', %s, true)", [array])


def name_actor(actor_id: UUID | None, errand: str) -> None:
    """Who changes rows for the rest of this transaction, and in what: a page, a job or a command, never an id."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('tp.actor', %s, true), set_config('tp.errand', %s, true)",
            [str(actor_id or ""), errand],
        )


def areas_in_sight() -> frozenset[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT unnest(tp_areas())")
        return frozenset(row[0] for row in cursor.fetchall())


def hold(digest: str) -> None:
    """For the rest of this transaction the public door's role may read what belongs to this secret, and only that."""
    if settings.TP_DOOR != "public":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('tp.held', concat_ws(',', NULLIF(current_setting('tp.held', true), ''), %s), true)",
            [digest],
        )


@contextmanager
def area_context(areas: Iterable[UUID]) -> Iterator[None]:
    """Show these areas, and afterwards those that were in sight before."""
    before = areas_in_sight()
    show_areas(areas)
    yield
    # Not in a `finally`: after an error the transaction is over and its setting gone with it.
    show_areas(before)
