"""For whom somebody acts: while a colleague stands in, each entry of the trail about that case says so."""

from __future__ import annotations

from contextvars import ContextVar
from uuid import UUID

_now: ContextVar[dict[tuple[UUID, UUID], UUID] | None] = ContextVar("tp_standing_in", default=None)


def note_standing_in(actor_id: UUID, case_id: UUID, away_id: UUID) -> None:
    """From here until the request ends, what this actor does on this case is done for the one who is away."""
    _now.set({**(_now.get() or {}), (actor_id, case_id): away_id})


def standing_in(actor_id: UUID | None, case_id: UUID | None) -> UUID | None:
    if actor_id is None or case_id is None:
        return None
    return (_now.get() or {}).get((actor_id, case_id))


def forget_standing_in() -> None:
    _now.set(None)
