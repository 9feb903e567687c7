import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from devtools import signals

STARTED = "TP_DEV_STARTED"


def began() -> float:
    """When the person pressed return: kept across the change into the venv."""
    return float(os.environ.setdefault(STARTED, repr(time.time())))


def elapsed() -> float:
    return time.time() - began()


@contextmanager
def step(name: str) -> Iterator[None]:
    start = time.monotonic()
    yield
    signals.check()
    say(f"  {name:<34}{time.monotonic() - start:6.1f} s")


def say(text: str) -> None:
    """To the error stream: what a command prints on the other one may go into a pipe."""
    print(text, file=sys.stderr, flush=True)
