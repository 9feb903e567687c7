"""A system of an agency: a real server on this machine, which checks what it gets with the library and may be moody."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks.webhooks import Webhook, WebhookVerificationError


@dataclass
class Got:
    """One message that came in whole."""

    id: str
    message: dict[str, Any]
    signed_by: list[str]  # the names of those secrets that verify it
    raw: bytes
    headers: dict[str, str]


@dataclass
class Receiver:
    """`mood(number, got)`: what is answered: a status, or a function that does as it likes with the handler."""

    url: str = ""
    secrets: dict[str, str] = field(default_factory=dict)
    got: list[Got] = field(default_factory=list)
    mood: Callable[[int, Got], int | Callable[[BaseHTTPRequestHandler], None]] = lambda _number, _got: 204

    @property
    def kinds(self) -> list[str]:
        return [one.message["type"] for one in self.got]

    @property
    def ids(self) -> list[str]:
        return [one.id for one in self.got]


def slow(seconds: float) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)

    return answer


def drop(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def trickle(handler: BaseHTTPRequestHandler) -> None:
    """A letter at a time, for ever: no pause is ever long."""
    with suppress(OSError):
        for letter in b"HTTP/1.1 200 OK\r\n" + b"X-Long: " + b"x" * 2000:
            handler.wfile.write(bytes([letter]))
            handler.wfile.flush()
            time.sleep(0.05)


def twice(handler: BaseHTTPRequestHandler) -> None:
    """Two answers to one question, the second a refusal."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n")


def redirect(to: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", to)
        handler.end_headers()

    return answer


def verbose(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(500)
    handler.end_headers()
    with suppress(OSError):
        handler.wfile.write(b"whatever they say is theirs. " * 100_000)


def serve(receiver: Receiver) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            got = Got(headers["webhook-id"], json.loads(raw), _signers(receiver, raw, headers), raw, headers)
            receiver.got.append(got)
            answer = receiver.mood(len(receiver.got), got)
            if callable(answer):
                answer(self)
                self.close_connection = True
                return
            self.send_response(answer)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}/hooks?from=us"
    return server


def _signers(receiver: Receiver, raw: bytes, headers: dict[str, str]) -> list[str]:
    found = []
    for name, secret in receiver.secrets.items():
        try:
            Webhook(secret).verify(raw, headers)
        except WebhookVerificationError:
            continue
        found.append(name)
    return found
