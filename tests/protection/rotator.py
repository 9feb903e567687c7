"""A process that begins a rotation of keys for each line it is told, in a child that the test may kill at any moment.

It has no connection of its own, so that a fork shares nothing; loading Django for each child would take seconds.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from devtools.project import ROOT


class Rotator:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def begin(self, act: str) -> int:
        """`act`: "SLUG BATCH", or "root". The child's id."""
        assert self._process.stdin
        self._process.stdin.write(act + "\n")
        self._process.stdin.flush()
        # What a child still said before it was killed is passed over.
        while not (said := self.says()).startswith("pid "):
            assert said, "the process has ended"
        return int(said.removeprefix("pid "))

    def says(self) -> str:
        """The next line: "." after each batch, "done" or what went wrong."""
        assert self._process.stdout
        return self._process.stdout.readline().strip()


@contextmanager
def rotator(*, database_url: str, key_file: str) -> Iterator[Rotator]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.protection.rotator"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": database_url, "TP_KEY_FILE": key_file},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Rotator(process)
    finally:
        assert process.stdin
        assert process.stdout
        process.stdin.close()
        process.wait(30)
        process.stdout.close()


def _say(word: str) -> None:
    # Past every buffer: a child that was killed must leave no half of a line.
    os.write(1, f"{word}\n".encode())


def _serve() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "talkingpiece.config.settings"
    django.setup()
    # Nobody waits for a child that was killed.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        named, go = os.pipe()
        child = os.fork()
        if not child:
            os.read(named, 1)
            _rotate(line.split())
        _say(f"pid {child}")
        os.write(go, b".")
        os.close(named)
        os.close(go)


def _rotate(words: list[str]) -> None:
    from talkingpiece.areas.models import Area
    from talkingpiece.areas.services import rotate_keys, rotate_root_key

    try:
        if words == ["root"]:
            steps = rotate_root_key()
        else:
            steps = rotate_keys(area=Area.objects.get(slug=words[0]), batch=int(words[1]))
        for _ in steps:
            _say(".")
        _say("done")
    except Exception as error:
        _say(f"failed: {error!r}")
    finally:
        os._exit(0)


if __name__ == "__main__":
    _serve()
