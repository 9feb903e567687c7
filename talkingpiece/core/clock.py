"""The one clock. Acts are told the time (`at=`); only views, jobs and commands ask here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

_pretended: ContextVar[datetime | None] = ContextVar("tp_pretended_now", default=None)


def now() -> datetime:
    return _pretended.get() or timezone.now()


def today() -> date:
    return timezone.localdate(now())


@contextmanager
def pretend(moment: datetime) -> Iterator[None]:
    """Let the demo service live through its own past. Refused in a real service, where it would forge the trail."""
    if settings.TP_MODE not in {"demo", "test", "development"}:
        raise RuntimeError("The clock cannot be moved in a real service.")
    token = _pretended.set(moment)
    try:
        yield
    finally:
        _pretended.reset(token)
