"""One-time links: a token that is shown once and kept only as its digest. Each room keeps its own row beside it."""

from __future__ import annotations

import hashlib
import secrets

from django.http import HttpResponse


def new_token() -> str:
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def unnamed(response: HttpResponse) -> HttpResponse:
    """The path is a key: no page, not even one of ours, is told from which address somebody came."""
    response["Referrer-Policy"] = "strict-origin"
    return response
