"""A verdict is asked of clamd by its own protocol. No answer, or one that we do not understand, is never a good one."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from talkingpiece.demo.scanner import TRIED_WITH, Scanner
from talkingpiece.documents.antivirus import Finding, finding
from tests.documents import brought


@contextmanager
def scanning(path: Path) -> Iterator[str]:
    with Scanner(path) as scanner:
        thread = threading.Thread(target=scanner.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"unix:{path}"
        finally:
            scanner.shutdown()
            thread.join()


@contextmanager
def answering(said: bytes) -> Iterator[str]:
    """A daemon on loopback that says this to whatever it is asked."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def answer() -> None:
            line, _who = door.accept()
            with line:
                asked = b""
                while not asked.endswith(bytes(4)):
                    asked += line.recv(65_536)
                line.sendall(said)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"tcp://127.0.0.1:{door.getsockname()[1]}"
        thread.join(timeout=5)


def test_the_scanner_knows_the_file_that_scanners_are_tried_with(settings, tmp_path) -> None:
    with scanning(tmp_path / "scanner") as settings.TP_CLAMD:
        assert finding(brought.pdf()) is Finding.CLEAN
        assert finding(b"x" * 200_000) is Finding.CLEAN
        assert finding(TRIED_WITH) is Finding.HARMFUL
        assert finding(b"x" * 100_000 + TRIED_WITH) is Finding.HARMFUL


def test_it_answers_as_clamd_does(settings, tmp_path) -> None:
    with scanning(tmp_path / "scanner"):
        for asked, answer in ((b"zPING\0", b"PONG\0"), (b"nPING\n", b"PONG\n"), (b"zX\0", b"UNKNOWN COMMAND\0")):
            with socket.socket(socket.AF_UNIX) as line:
                line.connect(str(tmp_path / "scanner"))
                line.sendall(asked)
                with line.makefile("rb") as heard:
                    assert heard.read() == answer


def test_nobody_to_ask_is_no_verdict(settings, tmp_path) -> None:
    for address in ("", f"unix:{tmp_path}/nobody", "tcp://127.0.0.1:1", "nonsense"):
        settings.TP_CLAMD = address
        assert finding(b"x") is Finding.UNKNOWN


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: OK but\0",
        b"OK\0",
        b"stream: \0",
        b"stream: Can't allocate memory ERROR\0",
        b"UNKNOWN COMMAND\0",
        b"\x00",
    ],
)
def test_an_answer_that_is_none_is_no_verdict(settings, said: bytes) -> None:
    with answering(said) as settings.TP_CLAMD:
        assert finding(b"x") is Finding.UNKNOWN
    with answering(b"stream: OK\0") as settings.TP_CLAMD:
        assert finding(b"x") is Finding.CLEAN
