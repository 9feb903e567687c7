"""Locks that the kernel lets go of when their process dies, however it dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Busy(Exception):
    pass


@contextmanager
def alone(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Keeps everybody else out. A folder will do as well as a file. Raises Busy if told not to wait."""
    fd = _open(path)
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(str(path)) from None
        yield
    finally:
        os.close(fd)


class Shared:
    """Counts the users of something: each holds a share, the last one out can tell that it is."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fd: int | None = None

    def join(self) -> None:
        if self._fd is None:
            self._fd = _open(self._path)
            fcntl.flock(self._fd, fcntl.LOCK_SH)

    def leave(self) -> bool:
        """True if nobody else holds a share. The caller must hold the lock that guards joining."""
        if self._fd is None:
            self._fd = _open(self._path)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            return False
        finally:
            os.close(self._fd)
            self._fd = None


def _open(path: Path) -> int:
    if path.is_dir():
        return os.open(path, os.O_RDONLY)
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
