"""Asks clamd, over a socket, whether a file is harmful. Without an answer there is no verdict, and never a good one."""

from __future__ import annotations

import socket
import struct
from enum import StrEnum
from urllib.parse import urlsplit

from django.conf import settings

_CHUNK = 65_536
_SECONDS = 30.0


class Finding(StrEnum):
    CLEAN = "clean"
    HARMFUL = "harmful"
    UNKNOWN = "unknown"  # nobody to ask, or no answer that we understand


def finding(content: bytes) -> Finding:
    """By the protocol's INSTREAM: the content itself is sent, so that no daemon needs to read our files."""
    address = settings.TP_CLAMD
    if not address:
        return Finding.UNKNOWN
    try:
        with _connected(address) as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _CHUNK):
                piece = content[start : start + _CHUNK]
                line.sendall(struct.pack("!L", len(piece)) + piece)
            line.sendall(struct.pack("!L", 0))
            return _understood(_answer(line))
    except (OSError, ValueError):
        return Finding.UNKNOWN


def _connected(address: str) -> socket.socket:
    """`unix:/run/clamav/clamd.ctl` or `tcp://127.0.0.1:3310`."""
    if address.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_SECONDS)
        line.connect(address.removeprefix("unix:"))
        return line
    found = urlsplit(address)
    return socket.create_connection((found.hostname or "127.0.0.1", found.port or 3310), timeout=_SECONDS)


def _answer(line: socket.socket) -> bytes:
    said = b""
    while not said.endswith(b"\0") and len(said) < 4_096:
        piece = line.recv(1_024)
        if not piece:
            break
        said += piece
    return said


def _understood(said: bytes) -> Finding:
    words = said.rstrip(b"\0").strip()
    if words == b"stream: OK":
        return Finding.CLEAN
    return Finding.HARMFUL if words.startswith(b"stream: ") and words.endswith(b" FOUND") else Finding.UNKNOWN
