"""The case system of probation, played: a server on this machine that takes in what is sent to it. It checks each
signature with the library, keeps the numbers that it has had, and answers before it thinks."""

from __future__ import annotations

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from talkingpiece.demo.ridgeway import Ridgeway
from talkingpiece.outbox.queries import living_endpoints

HOST, PORT = "127.0.0.1", 28471
ADDRESS = f"http://{HOST}:{PORT}/events"
# Nobody listens there: what is sent to it fails, and waits.
SWITCHED_OFF = f"http://{HOST}:9/events"
MOST_BYTES = 10_000


def secrets_of(r: Ridgeway) -> list[str]:
    """As they were handed over when the address was added."""
    return [one.secret for one in living_endpoints(r.area.pk, r.probation.pk) if one.url == ADDRESS]


class CaseSystem(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, secrets: list[str], *, said: Callable[[str], object], port: int = PORT) -> None:
        self.secrets, self.said, self.had = secrets, said, set[str]()
        super().__init__((HOST, port), _Asked)

    def take(self, body: bytes, headers: dict[str, str]) -> bool:
        for secret in self.secrets:
            try:
                message = Webhook(secret).verify(body, headers)
            except (WebhookVerificationError, ValueError):
                continue
            if message["id"] not in self.had:
                self.had.add(message["id"])
                self.said(json.dumps({"type": message["type"], "ask": message["detail_url"]}))
            return True
        return False


class _Asked(BaseHTTPRequestHandler):
    server: CaseSystem

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("content-length", 0)), MOST_BYTES))
        taken = self.server.take(body, dict(self.headers.items()))
        self.send_response(204 if taken else 401)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """It prints what it took in, and nothing else."""
