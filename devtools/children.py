"""Processes that belong to a command and never outlive it."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType

from devtools import signals
from devtools.project import ROOT, Problem

SECONDS_TO_STOP = 6.0
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class Child:
    def __init__(
        self, name: str, command: list[str], env: Mapping[str, str], log: Path, let_go: Callable[[], None]
    ) -> None:
        self.name = name
        self._log = log

        def before_it_begins() -> None:
            _die_with_parent()
            let_go()

        with log.open("wb") as out:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                # A group of its own: Ctrl-C reaches this command alone, which then stops things in order.
                start_new_session=True,
                preexec_fn=before_it_begins,
            )

    def ended(self) -> int | None:
        return self._process.poll()

    def wait(self) -> None:
        """Raises Problem if it ends with an error."""
        if self._process.wait():
            raise self.problem("ended with an error")

    def problem(self, what: str = "ended by itself") -> Problem:
        return Problem(f"{self.name.capitalize()}: {what}. The last of it (all of it: {self._log}):\n{self.tail()}")

    def tail(self, lines: int = 20) -> str:
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-lines:])

    def ask_to_stop(self) -> None:
        if self.ended() is None:
            self._process.terminate()

    def make_sure(self, deadline: float) -> None:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.0, deadline - time.monotonic()))
        with suppress(ProcessLookupError, PermissionError):
            # Whatever is left of its group, too.
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


class Children:
    """All are stopped at the end of the block, whichever way it ends."""

    def __init__(self) -> None:
        self._all: list[Child] = []

    def start(self, name: str, command: list[str], env: Mapping[str, str], logs: Path) -> Child:
        with signals.held() as let_go:
            child = Child(name, command, env, logs / f"{name.replace(' ', '-')}.log", let_go)
            self._all.append(child)
        return child

    def __enter__(self) -> "Children":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signals.ignore()
        deadline = time.monotonic() + SECONDS_TO_STOP
        for child in self._all:
            child.ask_to_stop()
        with ExitStack() as stack:
            for child in self._all:
                stack.callback(child.make_sure, deadline)


def _die_with_parent() -> None:
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
