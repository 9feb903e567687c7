"""A stand-in for clamd where nobody is real: it speaks the same protocol, and knows one harmful file, the one that
everybody's scanner is tried with. A real service asks a real clamd (TP_CLAMD)."""

from __future__ import annotations

import socketserver
import struct
from pathlib import Path

# In two halves, so that no scanner finds it here.
TRIED_WITH = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MOST_BYTES = 25_000_000  # clamd's own limit of a stream


class _Asked(socketserver.StreamRequestHandler):
    """One command on one connection, as clamd answers it: ended by the sign that began it."""

    def handle(self) -> None:
        mark = self.rfile.read(1)
        end = {b"z": b"\0", b"n": b"\n"}.get(mark)
        if end is None:
            self.wfile.write(b"UNKNOWN COMMAND\n")
            return
        command = self._until(end)
        self.wfile.write({b"PING": b"PONG", b"INSTREAM": b""}.get(command, b"UNKNOWN COMMAND"))
        if command == b"INSTREAM":
            self.wfile.write(self._stream())
        self.wfile.write(end)

    def _until(self, end: bytes) -> bytes:
        said = b""
        while len(said) < 100 and (one := self.rfile.read(1)) not in {b"", end}:
            said += one
        return said

    def _stream(self) -> bytes:
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            if len(content) + size > MOST_BYTES:
                return b"INSTREAM size limit exceeded. ERROR"
            content += self.rfile.read(size)
        return b"stream: Eicar-Signature FOUND" if TRIED_WITH in content else b"stream: OK"


class Scanner(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        super().__init__(str(path), _Asked)
