"""Who is on duty when. Pure: a chain of beginnings, each lasting until the next, without gap or overlap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Turn:
    user_id: UUID
    starts_at: datetime


def owner_at(chain: Iterable[Turn], at: datetime) -> UUID | None:
    """None only before the first turn of all."""
    begun = [turn for turn in chain if turn.starts_at <= at]
    return max(begun, key=lambda turn: turn.starts_at).user_id if begun else None


def with_turn(chain: Iterable[Turn], user_id: UUID, starts_at: datetime, ends_at: datetime | None) -> list[Turn]:
    """The chain with a turn put over it. Whoever would have been on duty at its end comes on duty then.

    Without an end it lasts until the next turn that is planned already.
    """
    turns = list(chain)
    if ends_at is None:
        kept = [turn for turn in turns if turn.starts_at != starts_at]
        return joined([*kept, Turn(user_id, starts_at)])
    kept = [turn for turn in turns if not starts_at <= turn.starts_at < ends_at]
    after = owner_at(turns, ends_at)
    if after is not None and all(turn.starts_at != ends_at for turn in kept):
        kept.append(Turn(after, ends_at))
    return joined([*kept, Turn(user_id, starts_at)])


def without_turn(chain: Iterable[Turn], starts_at: datetime) -> list[Turn]:
    """The chain without the turn that begins then: whoever was on duty before stays."""
    return joined(turn for turn in chain if turn.starts_at != starts_at)


def joined(turns: Iterable[Turn]) -> list[Turn]:
    """In order; two turns of the same person, one after the other, are one."""
    chain: list[Turn] = []
    for turn in sorted(turns, key=lambda turn: turn.starts_at):
        if not chain or chain[-1].user_id != turn.user_id:
            chain.append(turn)
    return chain
