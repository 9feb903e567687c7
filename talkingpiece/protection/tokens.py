"""Keyed tokens: equality search over encrypted names and whereabouts. A token says nothing without the area's key,
but equal values have equal tokens: whoever reads the table learns how often a first letter occurs."""

from __future__ import annotations

from uuid import UUID

from talkingpiece.protection import keys

TOKEN_BYTES = 16


def token(area_id: UUID, kind: str, value: str) -> bytes:
    """16 bytes; the same for the same value of the same kind in the same area. `value` must be standardised."""
    digest: bytes = keys.token_prf(area_id).primary().compute(f"{kind}|{value}".encode(), TOKEN_BYTES)
    return digest
