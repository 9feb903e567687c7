"""The receipt's number: sixteen figures that look like any reference. Only its keyed digest is stored.

It is derived from the random token that the person's session holds, with the area's key, so that nothing needs to
keep it until it is shown: when the session forgets the token, nobody can show it again.
"""

from __future__ import annotations

import re
from uuid import UUID

from talkingpiece.protection.tokens import token

LENGTH = 16


def code_of(area_id: UUID, session_token: str) -> str:
    number = int.from_bytes(token(area_id, "receipt", session_token)) % 10**LENGTH
    return f"{number:0{LENGTH}d}"


def code_digest(area_id: UUID, code: str) -> str:
    return token(area_id, "code", plain(code)).hex()


def plain(typed: str) -> str:
    """What was typed, without blanks and dashes."""
    return re.sub(r"[\s\-–.]", "", typed)


def grouped(code: str) -> str:
    return " ".join(code[start : start + 4] for start in range(0, LENGTH, 4))
