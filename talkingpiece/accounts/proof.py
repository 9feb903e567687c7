"""When somebody last proved that it is them. Signing in is a proof; what could hurt asks for a fresh one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest

from talkingpiece.core import clock

FRESH_FOR = timedelta(minutes=5)
_PROVED_AT = "tp_proved_at"


class ProofWanted(Exception):
    """Raised before an act whose author has to prove once more that it is them; the middleware asks them."""

    def __init__(self, file: bool = False) -> None:
        self.file = file
        super().__init__()


def write_proof(request: HttpRequest) -> None:
    request.session[_PROVED_AT] = clock.now().timestamp()


def stamp_at_sign_in(sender: Any, request: HttpRequest, **more: Any) -> None:
    """Heard from Django at every way of signing in, so that none can forget it."""
    write_proof(request)


def is_fresh(request: HttpRequest) -> bool:
    proved_at = request.session.get(_PROVED_AT)
    # A proof from the future was written by a clock that is wrong now: it proves nothing.
    return proved_at is not None and 0 <= clock.now().timestamp() - proved_at < FRESH_FOR.total_seconds()
