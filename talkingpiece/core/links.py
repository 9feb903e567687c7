"""What is shown once: tokens of one-time links and of systems, kept as digests, and secrets that sign messages. Each
room keeps its own row beside it."""

from __future__ import annotations

import base64
import hashlib
import secrets

from django.http import HttpResponse


def new_token() -> str:
    return secrets.token_urlsafe(32)


def new_signing_secret() -> str:
    """As Standard Webhooks writes one down."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def unnamed(response: HttpResponse) -> HttpResponse:
    """The path is a key: no page, not even one of ours, is told from which address somebody came."""
    response["Referrer-Policy"] = "strict-origin"
    return response
