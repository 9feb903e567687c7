"""Ctrl-C and its relatives, as an exception: every block on the way out stops what it started."""

import signal
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from types import FrameType

LEAVE = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_told: list[int] = []


def listen() -> None:
    for number in LEAVE:
        signal.signal(number, _leave)


def ignore() -> None:
    """While stopping: a second Ctrl-C must not leave half of it running."""
    for number in LEAVE:
        signal.signal(number, signal.SIG_IGN)


def check() -> None:
    """Leaves if we were told to and Python dropped the exception: what is raised while it forks is lost."""
    if _told:
        raise SystemExit(128 + _told[-1])


@contextmanager
def held() -> Iterator[Callable[[], None]]:
    """Signals wait until the end of the block. A process started in it needs the given `preexec_fn`."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, LEAVE)
    try:
        yield lambda: _restore(before)
    finally:
        _restore(before)


def _restore(mask: Collection[int]) -> None:
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _leave(number: int, frame: FrameType | None) -> None:
    _told.append(number)
    check()
